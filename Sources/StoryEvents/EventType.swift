import CanonicalJSON

/// The kinds of event: five that producers send, and the ledger's own.
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
    /// The ledger's own: an admin gave up a history that was published. Its subject is ``StoryID/ledger``.
    case forked
    /// The ledger's own: the log signs with another key. Its subject is ``StoryID/ledger``.
    case rekeyed
    /// The ledger's own: an admin withheld the data of one event. Its subject is that event's story.
    case withheld

    /// The kinds that producers may send.
    public static let ofProducers: [EventType] = [.published, .updated, .denied, .reiterated, .responded]

    /// Reads `published` or `org.storyledger.published.v1` alike, byte for byte; only what producers may send.
    public init?(attribute: String) {
        let attribute = Text(attribute)
        guard let (_, type) = Self.attributes.first(where: { $0.name == attribute }) else { return nil }
        self = type
    }

    /// The short names first: few write the others.
    private static let attributes: [(name: Text, type: EventType)] =
        ofProducers.map { (Text($0.rawValue), $0) }
        + ofProducers.map { (Text("org.storyledger.\($0.rawValue).v1"), $0) }
}
