import EventLog
import StoryEvents
import Synchronization

/// A log that fails when a test says so, and else is the one behind it.
final class FaultyStore: EventStore {
    private let store: any EventStore
    private let fault = Mutex<(error: EventLogError, commits: Int)?>(nil)
    private let poison: StoryID?
    /// How many transactions were committed.
    let commitCount = Mutex(0)

    /// - Parameter poison: A story that no transaction with it can be committed.
    init(_ store: any EventStore, poison: StoryID? = nil) {
        self.store = store
        self.poison = poison
    }

    /// What appends fail with from now on; nil for success.
    ///
    /// - Parameter commits: How many succeed before.
    func fail(_ error: EventLogError?, afterCommits commits: Int = 0) {
        fault.withLock { $0 = error.map { ($0, commits) } }
    }

    func append<Result>(
        dryRun: Bool, _ body: (any AppendTransaction) throws(EventLogError) -> Result
    ) throws(EventLogError) -> Result {
        let failure = fault.withLock { fault -> EventLogError? in
            guard let (error, commits) = fault else { return nil }
            fault = (error, max(0, commits - 1))
            return commits == 0 ? error : nil
        }
        if let failure { throw failure }
        let result = try store.append(dryRun: dryRun) { transaction throws(EventLogError) in
            let result = try body(transaction)
            if let poison, try transaction.newestRevision(of: poison) != nil {
                throw .failed(path: "x", "this cannot be written")
            }
            return result
        }
        commitCount.withLock { $0 += 1 }
        return result
    }

    func head() throws(EventLogError) -> LogHead? { try store.head() }
    func head(of story: StoryID) throws(EventLogError) -> LogHead? { try store.head(of: story) }
    func events(from position: Position, limit: Int) throws(EventLogError) -> [RecordedEvent] {
        try store.events(from: position, limit: limit)
    }
    func events(
        of story: StoryID, from revision: Revision, limit: Int
    ) throws(EventLogError) -> [RecordedEvent] { try store.events(of: story, from: revision, limit: limit) }
    func position(recordedAtOrAfter time: RecordedTime) throws(EventLogError) -> Position {
        try store.position(recordedAtOrAfter: time)
    }
    func stories(startingWith prefix: String, limit: Int) throws(EventLogError) -> [StoryID] {
        try store.stories(startingWith: prefix, limit: limit)
    }
    func receipt(ofEventAt position: Position) throws(EventLogError) -> Receipt? {
        try store.receipt(ofEventAt: position)
    }
    func receipt(number: Int64) throws(EventLogError) -> Receipt? { try store.receipt(number: number) }
    func receiptPart(_ part: Int64, of number: Int64) throws(EventLogError) -> [Receipt.Entry] {
        try store.receiptPart(part, of: number)
    }
    func receipts(limit: Int) throws(EventLogError) -> [Receipt] { try store.receipts(limit: limit) }
    func pendingMoves() throws(EventLogError) -> [PendingMove] { try store.pendingMoves() }
    func removal(of receipt: Int64) throws(EventLogError) -> FileRemoval? { try store.removal(of: receipt) }
    func unfinishedRemovals() throws(EventLogError) -> [FileRemoval] { try store.unfinishedRemovals() }
    func keptReceipts(_ numbers: ClosedRange<Int64>) throws(EventLogError) -> [Receipt] {
        try store.keptReceipts(numbers)
    }
    func recorded(_ identity: EventIdentity) throws(EventLogError) -> RecordedIdentity? {
        try store.recorded(identity)
    }
    func receipts(about events: [Envelope]) throws(EventLogError) -> [Receipt] { try store.receipts(about: events) }
    func withheldContent() throws(EventLogError) -> WithheldContent { try store.withheldContent() }
    func pendingErasures() throws(EventLogError) -> [Position] { try store.pendingErasures() }
    func purgeErased(patience: Duration) throws(EventLogError) { try store.purgeErased(patience: patience) }
    var ledger: LedgerFacts { store.ledger }

    func commits() -> any CommitSignal { store.commits() }

    func newSalt() -> [UInt8] { store.newSalt() }
}
