import CanonicalJSON
import StoryEvents

/// Appends to a log, a batch at a time, with expectations.
public protocol LogAppender: Sendable {
    /// Appends, in one durable transaction: all that `body` appended is there once this returns, or none of it.
    ///
    /// - Parameters:
    ///   - dryRun: When true, everything is checked and then undone.
    ///   - body: What to append, by looking and appending in turn; no other writer comes between.
    /// - Throws: What `body` throws, after undoing; or ``EventLogError`` when the log cannot be written.
    func append<Result>(
        dryRun: Bool, _ body: (any AppendTransaction) throws(EventLogError) -> Result
    ) throws(EventLogError) -> Result

    /// Whether ``append(dryRun:_:)`` has left upkeep that takes long, such as copying what was appended to its last place.
    var needsUpkeep: Bool { get }

    /// Does the upkeep that is needed; appends wait meanwhile. What fails is done after a later append.
    func doUpkeep()

    /// Whether a reader has kept the last upkeep from copying all of a write-ahead log that has become too long.
    var isUpkeepHeld: Bool { get }

    /// A salt for an event that is going to be appended: 32 random bytes. May be called on any thread.
    func newSalt() -> [UInt8]
}

extension LogAppender {
    /// None is needed where appending does its own.
    public var needsUpkeep: Bool { false }

    /// Does nothing.
    public func doUpkeep() {}

    /// No reader can.
    public var isUpkeepHeld: Bool { false }
}

/// Appends events while no other process does.
public protocol EventTransaction: AnyObject {
    /// The event of an identity, and the fingerprint of the document it came from; nil when it is new.
    func recorded(_ identity: EventIdentity) throws(EventLogError) -> RecordedIdentity?

    /// A story's events in order, from a revision on, those appended in this transaction too.
    ///
    /// - Parameter limit: As of ``LogReader/events(from:limit:)``.
    func events(of story: StoryID, from revision: Revision, limit: Int) throws(EventLogError) -> [RecordedEvent]

    /// A story's newest revision; nil when there is no such story.
    func newestRevision(of story: StoryID) throws(EventLogError) -> Revision?

    /// A story's newest revision of those before a position; nil where there is none.
    func newestRevision(of story: StoryID, before position: Position) throws(EventLogError) -> Revision?

    /// Appends one event.
    ///
    /// - Returns: What stays of it for ever.
    /// - Throws: ``EventLogError/revisionMismatch(story:expected:found:)`` or ``EventLogError/recorded(_:)``, with
    ///   nothing written.
    func append(_ event: NewEvent, expecting: ExpectedRevision) throws(EventLogError) -> Envelope

    /// The time that an event appended now is recorded at: the clock's, and never before the newest event's. Where the clock is not
    /// believed, that of the newest event.
    var now: RecordedTime { get }

    /// - Throws: ``EventLogError/clock(_:)`` when the machine's clock is not believed. Nothing can be appended then.
    func checkClock() throws(EventLogError)

    /// Believes the machine's clock as it is now.
    ///
    /// - Returns: What it shows.
    /// - Throws: ``EventLogError/clock(_:)`` when it is past the year 9999.
    func acceptClock() throws(EventLogError) -> RecordedTime

    /// Does something wholly or, when it returns false, not at all.
    ///
    /// - Returns: What `body` returned.
    func attempt(_ body: () throws(EventLogError) -> Bool) throws(EventLogError) -> Bool
}

extension EventTransaction {
    /// A story's events, those appended in this transaction too.
    public func events(of story: StoryID) throws(EventLogError) -> [RecordedEvent] {
        try events(of: story, from: .first, limit: .max)
    }
}

/// What the log knows of an identity. An identity with a derived id is the same in every source.
public struct RecordedIdentity: Hashable, Sendable {
    /// The event's position.
    public let position: Position
    /// The event's revision.
    public let revision: Revision
    /// The event's story.
    public let story: StoryID
    /// The event's source.
    public let source: Text
    /// The event's type.
    public let type: EventType
    /// 32 bytes, as ``NewEvent/fingerprint``.
    public let fingerprint: [UInt8]
}
