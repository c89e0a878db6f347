import StoryEvents

/// Reads a log: a story, or everything from a position on.
public protocol LogReader: Sendable {
    /// The newest event's place and time; nil for an empty log.
    func head() throws(EventLogError) -> LogHead?

    /// The newest event's place and time in one story; nil where there is no such story.
    func head(of story: StoryID) throws(EventLogError) -> LogHead?

    /// Events in log order, from a position on.
    ///
    /// - Parameter limit: The most to return, at least 1; fewer come where they are large, as one event may have 64 MiB.
    ///   `.max` returns all that there are.
    func events(from position: Position, limit: Int) throws(EventLogError) -> [RecordedEvent]

    /// A story's events in order, from a revision on.
    ///
    /// - Parameter limit: As of ``events(from:limit:)``.
    func events(of story: StoryID, from revision: Revision, limit: Int) throws(EventLogError) -> [RecordedEvent]

    /// The position of the first event recorded at or after a time; the log's size when there is none.
    func position(recordedAtOrAfter time: RecordedTime) throws(EventLogError) -> Position

    /// Ids of stories that begin with some bytes, in byte order.
    func stories(startingWith prefix: String, limit: Int) throws(EventLogError) -> [StoryID]

    /// What the log knows of an identity; nil where no event has it.
    func recorded(_ identity: EventIdentity) throws(EventLogError) -> RecordedIdentity?

    /// The ledger's own facts.
    var ledger: LedgerFacts { get }
}

extension LogReader {
    /// One event; nil beyond the end.
    public func event(at position: Position) throws(EventLogError) -> RecordedEvent? {
        let found = try events(from: position, limit: 1).first
        return found?.envelope.position == position ? found : nil
    }

    /// All events of a story; none where there is no such story.
    public func events(of story: StoryID) throws(EventLogError) -> [RecordedEvent] {
        try events(of: story, from: .first, limit: .max)
    }

    /// How many events the log holds.
    public func size() throws(EventLogError) -> Int64 { try head().map { $0.position.value + 1 } ?? 0 }
}

/// The end of a log.
public struct LogHead: Hashable, Sendable {
    /// The newest event's.
    public let position: Position
    /// When the newest event was recorded.
    public let recorded: RecordedTime

    /// Joins a place and a time.
    public init(position: Position, recorded: RecordedTime) {
        self.position = position
        self.recorded = recorded
    }
}
