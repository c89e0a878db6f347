import CanonicalJSON

/// The types of events: five that producers send, and three of the ledger itself.
public enum EventType: String, Hashable, Sendable, CaseIterable {
    /// Starts a story.
    case published
    /// Changes a story's text, status or claims.
    case updated
    /// A party denies claims of a story.
    case denied
    /// A party reiterates claims of a story.
    case reiterated
    /// A party answers, declines to comment, or does not respond.
    case responded
    /// Sent by the ledger: an admin gave up a history that was published. Its subject is ``StoryID/ledger``.
    case forked
    /// Sent by the ledger: the log signs with another key. Its subject is ``StoryID/ledger``.
    case rekeyed
    /// Sent by the ledger: an admin withheld the data of one event. Its subject is that event's story.
    case withheld

    /// The types that producers may send.
    public static let ofProducers: [EventType] = [.published, .updated, .denied, .reiterated, .responded]

    /// Reads `published` or `org.storyledger.published.v1`, byte for byte; nil for types that producers may not send.
    public init?(attribute: String) {
        let attribute = Text(attribute)
        guard let (_, type) = Self.attributes.first(where: { $0.name == attribute }) else { return nil }
        self = type
    }

    /// The short names come first, since few producers write the others.
    private static let attributes: [(name: Text, type: EventType)] =
        ofProducers.map { (Text($0.rawValue), $0) }
        + ofProducers.map { (Text("org.storyledger.\($0.rawValue).v1"), $0) }
}
