import EventLog
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

@Suite("Upkeep is done after an append, or when its owner says so") struct UpkeepTests {
    private let ledger: TemporaryLedger

    init() throws { ledger = try TemporaryLedger() }

    private var databaseBytes: Int {
        get throws { try #require(FileManager.default.attributesOfItem(atPath: ledger.path)[.size] as? Int) }
    }

    private func append(_ store: SQLiteEventStore, mebibytes: Int) throws {
        let body = String(repeating: "word ", count: (mebibytes << 20) / 5)
        let document = """
            {"type": "published", "subject": "story-\(mebibytes)", "time": "2026-03-02T17:20:00Z",
             "data": {"headline": "H", "body": "\(body)"}}
            """
        let results = try Recorder(store).record([
            Submission(file: "a.json", bytes: Array(document.utf8), format: .json, defaultSource: "test")
        ])
        #expect(results.count == 1)
    }

    @Test func theAppendDoesIt() throws {
        let store = try ledger.open(.readWrite)
        try append(store, mebibytes: 20)
        #expect(try !store.needsUpkeep && databaseBytes > 20 << 20)
    }

    @Test func itsOwnerDoesIt() throws {
        let store = try SQLiteEventStore(path: ledger.path, clock: { ManualClock.noon }, putsOffUpkeep: true)
        try append(store, mebibytes: 20)
        #expect(try store.needsUpkeep && databaseBytes < 1 << 20)
        // Another reader sees what was appended all the same.
        #expect(try ledger.open(.readOnly).size() == 1)
        store.doUpkeep()
        #expect(try !store.needsUpkeep && databaseBytes > 20 << 20)
        // Short appends need none.
        try append(store, mebibytes: 1)
        #expect(!store.needsUpkeep)
    }
}
