import CanonicalJSON
import StoryEvents

/// A projection: a name, a version, and a pure fold over events. The same events give the same result, everywhere.
///
/// There are two sorts: a ``StoryProjection`` folds one story into one result, a ``LedgerProjection`` folds every story
/// into rows that are kept. Both are values that begin empty and take one event after the other; both can be asked on
/// demand at any cut, kept in views.db, and rebuilt.
public protocol Projection: Sendable {
    /// What it is asked for by: lower-case letters and hyphens, unique among those registered.
    static var name: String { get }

    /// From 1; raised whenever the same events would give something else. What was kept is then rebuilt by itself.
    static var version: Int { get }

    /// Nothing folded yet.
    init()
}

/// Folds one story.
public protocol StoryProjection: Projection {
    /// Folds the story's next event in log order. An event may be backdated, and its data may be withheld.
    ///
    /// - Parameter payload: What the event says.
    mutating func apply(_ event: RecordedEvent, _ payload: Payload)

    /// Passes over the story's next event, which had not happened by the moment that the story is cut at. What the record
    /// says counts at every cut: the numbers of versions, and what is out of order.
    mutating func passOver(_ event: RecordedEvent, _ payload: Payload)

    /// The result. Its digest is the SHA-256 of its RFC 8785 bytes.
    var json: JSON { get }
}

extension StoryProjection {
    /// Does nothing: for projections that say nothing of the whole record.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload) {}

    /// Folds the story's next event in log order.
    ///
    /// - Throws: When stored data cannot be read; nothing is folded then. The projection stops there; it never skips.
    public mutating func apply(_ event: RecordedEvent) throws(PayloadFault) { apply(event, try event.payload()) }
}

/// Folds every story, each in a value of its own, into rows; the rows of all stories together are the result.
///
/// A row hangs on its story's events alone. So one story can be folded anew, as after a takedown, without the others.
public protocol LedgerProjection: Projection {
    /// How its rows are kept, and by what they are found.
    static var table: RowTable { get }

    /// Folds the story's next event, and says which of the story's rows are other than before.
    ///
    /// - Throws: Whatever is in the way. The projection stops at that event, says why, and serves what it had.
    mutating func apply(_ step: StoryStep, to rows: inout StoryRows) throws

    /// Passes over the story's next event, which had not happened by the moment that the log is cut at.
    mutating func passOver(_ event: RecordedEvent, _ payload: Payload)
}

extension LedgerProjection {
    /// Does nothing: for projections that say nothing of the whole record.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload) {}
}
