import CanonicalJSON
import EventLog
import LedgerTestKit
import Projections
import StoryEvents

/// A ledger with views beside it.
final class KeptLedger {
    let ledger: TemporaryLedger
    let store: SQLiteEventStore
    private let recorder: Recorder

    init() throws {
        ledger = try TemporaryLedger()
        store = try ledger.open(.readWrite)
        recorder = Recorder(store)
    }

    var path: String { ledger.file("views.db") }

    /// Takes documents in, each a file of its own; what is refused changes nothing.
    func append(_ documents: [JSON]) throws {
        for document in documents {
            ledger.clock.advance(seconds: 7_000)
            _ = try recorder.record([.lines([document])])
        }
    }

    /// Takes documents in that must all be taken.
    func take(_ documents: [JSON]) throws {
        let before = try store.size()
        try append(documents)
        guard try store.size() == before + Int64(documents.count) else { throw Refused(documents: documents) }
    }

    struct Refused: Error {
        let documents: [JSON]
    }

    func views(
        _ registry: ProjectionRegistry = .standard, of store: (any EventStore)? = nil, file: String? = nil,
        hear: @escaping (ViewsNotice) -> Void = { _ in }
    ) throws -> Views {
        try Views(store ?? self.store, path: file ?? path, registry: registry, hear: hear)
    }
}

extension Views {
    /// A hash of all rows of a projection.
    func digest(_ projection: any LedgerProjection.Type) throws -> String? {
        try read(projection) { rows throws(ViewsError) in try rows.digest().hexadecimal }?.value
    }

    func rows(_ projection: any LedgerProjection.Type, _ query: RowQuery = RowQuery()) throws -> [ProjectedRow] {
        try read(projection) { rows throws(ViewsError) in try rows.rows(query) }?.value ?? []
    }

    func standing(_ name: String) throws -> ProjectionStanding? { try standings().first { $0.name == name } }
}

/// A log that ends earlier than it does.
struct ShortLog: EventStore {
    let store: any EventStore
    let length: Int64

    var ledger: LedgerFacts { store.ledger }

    func append<Result>(
        dryRun: Bool, _ body: (any AppendTransaction) throws(EventLogError) -> Result
    ) throws(EventLogError) -> Result { throw .readOnly(path: "a log that ends earlier") }

    func head() throws(EventLogError) -> LogHead? {
        guard length > 0, let last = try store.event(at: Position(length - 1)) else { return nil }
        return LogHead(position: last.envelope.position, recorded: last.envelope.recorded)
    }

    func head(of story: StoryID) throws(EventLogError) -> LogHead? {
        let last = try store.events(of: story).last { $0.envelope.position.value < length }?.envelope
        return last.map { LogHead(position: $0.position, recorded: $0.recorded) }
    }

    func events(from position: Position, limit: Int) throws(EventLogError) -> [RecordedEvent] {
        let rest = max(0, length - position.value)
        return rest == 0 ? [] : try store.events(from: position, limit: min(limit, Int(rest)))
    }

    func events(
        of story: StoryID, from revision: Revision, limit: Int
    ) throws(EventLogError) -> [RecordedEvent] {
        try store.events(of: story, from: revision, limit: limit).filter { $0.envelope.position.value < length }
    }

    func position(recordedAtOrAfter time: RecordedTime) throws(EventLogError) -> Position {
        min(try store.position(recordedAtOrAfter: time), Position(length))
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

    func pendingMoves() throws(EventLogError) -> [PendingMove] { [] }

    func removal(of receipt: Int64) throws(EventLogError) -> FileRemoval? { try store.removal(of: receipt) }

    func unfinishedRemovals() throws(EventLogError) -> [FileRemoval] { [] }

    func keptReceipts(_ numbers: ClosedRange<Int64>) throws(EventLogError) -> [Receipt] {
        try store.keptReceipts(numbers)
    }

    func recorded(_ identity: EventIdentity) throws(EventLogError) -> RecordedIdentity? {
        try store.recorded(identity)
    }

    func receipts(about events: [Envelope]) throws(EventLogError) -> [Receipt] { try store.receipts(about: events) }

    func withheldContent() throws(EventLogError) -> WithheldContent { try store.withheldContent() }

    func pendingErasures() throws(EventLogError) -> [Position] { [] }

    func purgeErased(patience: Duration) throws(EventLogError) {}

    func commits() -> any CommitSignal { store.commits() }

    func newSalt() -> [UInt8] { store.newSalt() }
}
