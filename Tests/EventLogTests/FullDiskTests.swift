import CanonicalJSON
import LedgerTestKit
import SQLite
import StoryEvents
import Testing

@testable import EventLog

@Suite("A full disk loses nothing")
struct FullDiskTests {
    private let ledger: TemporaryLedger
    private let store: SQLiteEventStore
    private let full: EventLogError

    init() throws {
        ledger = try TemporaryLedger()
        store = try ledger.open(.readWrite)
        full = .outOfSpace(path: ledger.path)
        _ = try Recorder(store).record([.lines([Documents.published("before")])])
    }

    /// Leaves room for a few more pages, of 16 KiB each.
    private func leaveRoom(pages: Int64) throws {
        let writer = try #require(store.writer).connection
        let count = try #require(try writer.integerPragma("page_count"))
        try writer.execute("PRAGMA max_page_count = \(count + pages)")
    }

    private func makeRoom() throws {
        try #require(store.writer).connection.execute("PRAGMA max_page_count = 1000000")
    }

    private func batch(_ name: Text, events: Int) -> Submission {
        .lines(
            (0..<events).map {
                Documents.published("\(name) \($0)", body: Text(String(repeating: "word ", count: 600)))
            },
            file: name)
    }

    @Test(arguments: 1...6 as ClosedRange<Int64>)
    func undoesTheBatchAndGoesOnWhenThereIsRoom(_ pages: Int64) throws {
        let recorder = Recorder(store)
        let files = [batch("a", events: 20), batch("b", events: 60)]
        try leaveRoom(pages: pages)
        #expect(throws: full) { try recorder.record(files) }
        #expect(try store.size() == 1)
        #expect(try store.receipts(limit: 9).count == 1)
        try makeRoom()
        let results = try recorder.record(files)
        #expect(results.map { $0.receipt?.outcome } == [.appended, .appended])
        #expect(try store.size() == 81)
        #expect(try store.events(from: .first, limit: .max).count == 81)
    }
}
