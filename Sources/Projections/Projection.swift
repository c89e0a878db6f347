import CanonicalJSON
import StoryEvents

/// A projection: a name, a version, and a pure fold over events. The same events always give the same result.
///
/// There are two sorts. A ``StoryProjection`` folds one story into one result. A ``LedgerProjection`` folds every story
/// into persisted rows. Both are values that start empty and take one event after the other. Both can be folded on
/// demand at any cut; a ledger projection can also be persisted in views.db and rebuilt.
public protocol Projection: Sendable {
    /// The name on the command line: lower-case letters and hyphens, unique in the registry.
    static var name: String { get }

    /// Counted from 1, and raised when the same events give another result. Persisted rows of an older version are
    /// rebuilt.
    static var version: Int { get }

    /// Starts with no event folded.
    init()
}

/// A fold of one story.
public protocol StoryProjection: Projection {
    /// Folds the story's next event in log order. The event may be backdated, and its data may be withheld.
    ///
    /// - Parameter payload: The event's content.
    mutating func apply(_ event: RecordedEvent, _ payload: Payload)

    /// Skips the story's next event, which had not happened by the cut. Version numbers and the order of events still
    /// depend on it.
    mutating func passOver(_ event: RecordedEvent, _ payload: Payload)

    /// Skips the story's next event, which had not happened by a cut, though something that it reports may have.
    ///
    /// - Parameter cut: The cut; nil when it is unknown.
    mutating func passOver(_ event: RecordedEvent, _ payload: Payload, at cut: EventTime?)

    /// The result. Its digest is the SHA-256 of its RFC 8785 bytes.
    var json: JSON { get }
}

extension StoryProjection {
    /// Does nothing: for projections that do not depend on skipped events.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload) {}

    /// Skips the event.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload, at cut: EventTime?) {
        passOver(event, payload)
    }

    /// Folds the story's next event in log order.
    ///
    /// - Throws: When stored data cannot be read; then nothing is folded. The projection stops at that event and never
    ///   skips it.
    public mutating func apply(_ event: RecordedEvent) throws(PayloadFault) { apply(event, try event.payload()) }
}

/// A fold of every story into rows. Each story has a value of its own, and the rows of all stories together are the
/// result.
///
/// Rows derive only from their own story. So one story can be folded again, for example after a takedown, without the
/// others.
public protocol LedgerProjection: Projection {
    /// The columns, indexes and searchable texts of its rows.
    static var table: RowTable { get }

    /// Folds the story's next event and sets the rows that change.
    ///
    /// - Throws: When the event cannot be folded. The projection stops at that event, and its rows from before are
    ///   served.
    mutating func apply(_ step: StoryStep, to rows: inout StoryRows) throws

    /// Skips the story's next event, which had not happened by the cut.
    mutating func passOver(_ event: RecordedEvent, _ payload: Payload)
}

extension LedgerProjection {
    /// Does nothing: for projections that do not depend on skipped events.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload) {}
}
