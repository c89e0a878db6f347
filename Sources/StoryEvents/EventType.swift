import CanonicalJSON

/// The kinds of event that producers may send.
public enum EventType: String, Hashable, Sendable, CaseIterable {
    /// Starts a story.
    case published
    /// Changes a story's text, status or claims.
    case updated
    /// Somebody denies claims of a story.
    case denied
    /// Somebody stands by claims of a story.
    case reiterated
    /// Somebody answers, declines to, or stays silent.
    case responded

    /// Reads `published` or `org.storyledger.published.v1` alike, byte for byte.
    public init?(attribute: String) {
        guard let type = Self.attributes[Text(attribute)] else { return nil }
        self = type
    }

    private static let attributes: [Text: EventType] = Dictionary(
        uniqueKeysWithValues: allCases.flatMap { type in
            [(Text(type.rawValue), type), (Text("org.storyledger.\(type.rawValue).v1"), type)]
        })
}
