import StoryEvents

/// The few verbs by which everything talks to a log. SQLite is behind them by default; nothing of it shows.
public protocol EventStore: Sendable {
    /// Appends, in one durable transaction: all that `body` appended is there once this returns, or none of it.
    ///
    /// - Parameters:
    ///   - rehearsal: When true, everything is checked and then undone.
    ///   - body: What to append, by looking and appending in turn; no other writer comes between.
    /// - Throws: What `body` throws, after undoing; or ``EventLogError`` when the log cannot be written.
    func append<Result>(
        rehearsal: Bool, _ body: (any AppendTransaction) throws(EventLogError) -> Result
    ) throws(EventLogError) -> Result

    /// The newest event's place and time; nil for an empty log.
    func head() throws(EventLogError) -> LogHead?

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

    /// The receipt of the file that an event came from; nil where there is no such event.
    func receipt(ofEventAt position: Position) throws(EventLogError) -> Receipt?

    /// One receipt; nil where there is none of that number.
    func receipt(number: Int64) throws(EventLogError) -> Receipt?

    /// Entries of a long receipt before those in ``Receipt/entries``; ``ReceiptEntries`` reads them in turn.
    ///
    /// - Throws: ``EventLogError/damaged(path:_:)`` where there is no such part.
    func receiptPart(_ part: Int64, of number: Int64) throws(EventLogError) -> [Receipt.Entry]

    /// The newest receipts, newest first.
    func receipts(limit: Int) throws(EventLogError) -> [Receipt]

    /// Files whose receipt is durable, and which may not have been moved yet.
    func pendingMoves() throws(EventLogError) -> [PendingMove]

    /// What the log knows of an identity; nil where no event has it.
    func recorded(_ identity: EventIdentity) throws(EventLogError) -> RecordedIdentity?

    /// Receipts that list one of some events, as new or as a duplicate, and those that list a document which changed nothing
    /// of one of their stories; in the order they were given. Looks once through all receipts.
    func receipts(about events: [Envelope]) throws(EventLogError) -> [Receipt]

    /// What files must not bring back.
    func withheldContent() throws(EventLogError) -> WithheldContent

    /// Events whose data is erased from the log, and may still be in files.
    func pendingErasures() throws(EventLogError) -> [Position]

    /// Makes sure that no file of the log holds what was erased any more.
    ///
    /// - Parameter patience: How long to wait for others who read the log as it was before.
    /// - Throws: ``EventLogError/busy(path:)`` when they read for longer.
    func purgeErased(patience: Duration) throws(EventLogError)

    /// The ledger's own facts.
    var ledger: LedgerFacts { get }

    /// A salt for an event that is going to be appended: 32 random bytes. May be called on any thread.
    func newSalt() -> [UInt8]
}

extension EventStore {
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

/// What can be done while nobody else appends.
public protocol AppendTransaction: AnyObject {
    /// The event of an identity, and the fingerprint of the document it came from; nil when it is new.
    func recorded(_ identity: EventIdentity) throws(EventLogError) -> RecordedIdentity?

    /// The fingerprint of a document that had an identity and changed nothing; nil where there is none.
    func unchanged(_ identity: EventIdentity) throws(EventLogError) -> [UInt8]?

    /// Remembers the identity of a document that changes nothing. The next receipt that is stored lists it.
    func rememberUnchanged(_ identity: EventIdentity, fingerprint: [UInt8]) throws(EventLogError)

    /// A story's events in order, from a revision on, those appended in this transaction too.
    ///
    /// - Parameter limit: As of ``EventStore/events(from:limit:)``.
    func events(of story: StoryID, from revision: Revision, limit: Int) throws(EventLogError) -> [RecordedEvent]

    /// A story's newest revision; nil when there is no such story.
    func newestRevision(of story: StoryID) throws(EventLogError) -> Revision?

    /// A story's newest revision of those before a position; nil where there is none.
    func newestRevision(of story: StoryID, before position: Position) throws(EventLogError) -> Revision?

    /// The newest event that took data of others; nil where nothing was taken.
    func newestTakedown() throws(EventLogError) -> Position?

    /// Appends one event.
    ///
    /// - Returns: What stays of it for ever.
    /// - Throws: ``EventLogError/revisionMismatch(story:expected:found:)`` or ``EventLogError/recorded(_:)``, with
    ///   nothing written.
    func append(_ event: NewEvent, expecting: ExpectedRevision) throws(EventLogError) -> Envelope

    /// The time that an event appended now is recorded at; where the clock is not believed, that of the newest event.
    var now: RecordedTime { get }

    /// - Throws: ``EventLogError/clock(_:)`` when the machine's clock is not believed. Nothing can be appended then.
    func checkClock() throws(EventLogError)

    /// Believes the machine's clock as it is now.
    ///
    /// - Returns: What it shows.
    /// - Throws: ``EventLogError/clock(_:)`` when it is past the year 9999.
    func acceptClock() throws(EventLogError) -> RecordedTime

    /// The number that the next stored receipt will have.
    var nextReceiptNumber: Int64 { get }

    /// Stores entries of the next receipt before it, part 0 first.
    func store(_ entries: [Receipt.Entry], asPart part: Int64) throws(EventLogError)

    /// Entries that were stored before their receipt.
    func receiptPart(_ part: Int64, of number: Int64) throws(EventLogError) -> [Receipt.Entry]

    /// Stores a receipt.
    func store(_ receipt: Receipt) throws(EventLogError)

    /// Stores where files are about to be moved, after their receipts.
    func store(_ moves: [PendingMove]) throws(EventLogError)

    /// Keeps a checkpoint that is about to be published.
    func keep(_ checkpoint: StoredCheckpoint) throws(EventLogError)

    /// Forgets moves that were made.
    func settle(_ moves: [PendingMove]) throws(EventLogError)

    /// Erases the salt of an event, and what of its data an event appended before says is withheld.
    ///
    /// Until ``settleErasure(of:)`` is called, ``EventStore/pendingErasures()`` lists the event, unless only the name and
    /// the hash of its file go.
    ///
    /// - Parameters:
    ///   - takedown: The event that says so.
    ///   - rest: What is left of the data; nil where nothing is.
    ///   - custodyOnly: Whether only the name and the hash of the event's file go.
    func erase(
        _ position: Position, by takedown: Position, leaving rest: DisclosedData?, custodyOnly: Bool
    ) throws(EventLogError)

    /// The takedown of the text of a document that was recorded before; nil where there is none.
    ///
    /// - Parameter entry: What a receipt says of the document.
    func takedown(of entry: Receipt.Entry) throws(EventLogError) -> Position?

    /// Takes the name and the hash of a receipt's file and the words of its refusals, where a takedown has not done so yet.
    ///
    /// - Parameter takedown: The event that says why.
    func withhold(receipt number: Int64, by takedown: Position) throws(EventLogError)

    /// Notes that what was erased of an event is in no file any more.
    func settleErasure(of position: Position) throws(EventLogError)

    /// Does something wholly or, when it returns false, not at all.
    ///
    /// - Returns: What `body` returned.
    func attempt(_ body: () throws(EventLogError) -> Bool) throws(EventLogError) -> Bool
}

extension AppendTransaction {
    /// A story's events, those appended in this transaction too.
    public func events(of story: StoryID) throws(EventLogError) -> [RecordedEvent] {
        try events(of: story, from: .first, limit: .max)
    }
}

/// Where a log stands.
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

/// What the log knows of an identity. An identity with a derived id is the same in every source.
public struct RecordedIdentity: Hashable, Sendable {
    /// The event's position.
    public let position: Position
    /// The event's revision.
    public let revision: Revision
    /// The event's story.
    public let story: StoryID
    /// The event's type.
    public let type: EventType
    /// 32 bytes, as ``NewEvent/fingerprint``.
    public let fingerprint: [UInt8]
}

/// What a ledger is called, and what it keeps to itself.
public struct LedgerFacts: Hashable, Sendable {
    /// The name its log is known by; no scheme, no space.
    public let origin: String
    /// When it was made.
    public let created: RecordedTime
    /// Never leaves the ledger. A log that is opened to read may be without it, and then says why.
    public let secret: Result<LedgerSecret, EventLogError>

    /// The facts of a ledger whose secret is known.
    public init(origin: String, created: RecordedTime, secret: LedgerSecret) {
        self.init(origin: origin, created: created, secret: .success(secret))
    }

    init(origin: String, created: RecordedTime, secret: Result<LedgerSecret, EventLogError>) {
        self.origin = origin
        self.created = created
        self.secret = secret
    }
}
