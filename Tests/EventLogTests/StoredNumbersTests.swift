import EventLog
import LedgerTestKit
import StoryEvents
import Testing

/// Anybody who can write the file can put any number into it: it is damage, and no reason to end the process.
@Suite("A stored number out of range is damage")
struct StoredNumbersTests {
    private let ledger: TemporaryLedger

    init() throws {
        ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        let recorder = Recorder(store)
        _ = try recorder.record([.lines([Documents.published("one"), Documents.updated("one", body: "New.")])])
        _ = try recorder.record([.lines([Documents.published("two")])])
        try store.append(dryRun: false) { transaction throws(EventLogError) in
            try transaction.keep(StoredCheckpoint(size: 3, signed: transaction.now, note: [1]))
        }
        _ = try Withholder(store).withhold(.event(Position(1)), reason: "r", authority: "a")
    }

    static let columns: [(table: String, column: String)] = [
        ("event", "position"), ("event", "revision"), ("event", "recorded"), ("event", "receipt"),
        ("receipt", "number"), ("receipt", "recorded"),
        ("receipt", "earlier"), ("receipt", "parts"), ("checkpoint", "number"), ("checkpoint", "size"),
        ("checkpoint", "signed"), ("pending_erasure", "position"), ("tile", "level"), ("tile", "number"),
    ]
    static let extremes: [Int64] = [.max, .max - 1, .min, -1, 1 << 53, 253_402_300_800_000_000]

    @Test(arguments: columns, extremes)
    func neverTraps(_ place: (table: String, column: String), _ number: Int64) throws {
        // The newest row, from which the next one is counted.
        let key = place.table == "event" || place.table == "pending_erasure" ? "position" : "number"
        try ledger.tamper(
            "PRAGMA foreign_keys = OFF; UPDATE \(place.table) SET \(place.column) = \(number)"
                + " WHERE \(key) = (SELECT max(\(key)) FROM \(place.table))")
        let store = try ledger.open(.readWrite)
        // Whether it is read or refused: none of it may end the process.
        attempt { _ = try store.size() }
        attempt { _ = try store.head() }
        attempt { _ = try store.events(from: .first, limit: 99) }
        let story = try #require(StoryID("two"))
        attempt { _ = try store.events(of: story) }
        attempt { _ = try store.receipts(limit: 9).map { $0.json } }
        attempt { _ = try store.newestReceipt() }
        attempt { _ = try store.checkpoints(limit: 9).map { "\($0.signed)" } }
        attempt { _ = try store.pendingErasures() }
        attempt { _ = try store.position(recordedAtOrAfter: ManualClock.noon) }
        attempt { _ = try store.recorded(EventIdentity(source: "newsdesk", id: "two")) }
        attempt { _ = try LogTree(store).frontier() }
        attempt { _ = try Withholder(store).withhold(.event(.first), reason: "r", authority: "a") }
        attempt { _ = try Recorder(store).record([.lines([Documents.published("three")])]) }
        attempt {
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                try transaction.keep(StoredCheckpoint(size: 4, signed: transaction.now, note: [2]))
            }
        }
    }

    private func attempt(_ body: () throws -> Void) {
        do { try body() } catch { #expect(error is EventLogError || error is WithholdingError, "\(error)") }
    }

    @Test func countsOnFromNoReceiptBeyondTheLast() throws {
        try ledger.tamper("UPDATE receipt SET number = \(Int64.max) WHERE number = 3")
        let what = "its column 'receipt' holds \(Int64.max), which is out of range"
        #expect(throws: EventLogError.damaged(path: ledger.path, what)) {
            try Recorder(try ledger.open(.readWrite)).record([.lines([Documents.published("three")])])
        }
    }
}
