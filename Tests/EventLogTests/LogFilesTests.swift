import EventLog
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

@Suite("Nothing is acknowledged into a file that is not the ledger's any more")
struct LogFilesTests {
    private let ledger: TemporaryLedger
    private let store: SQLiteEventStore
    private let recorder: Recorder

    init() throws {
        ledger = try TemporaryLedger()
        store = try ledger.open(.readWrite)
        recorder = Recorder(store)
        _ = try recorder.record([.lines([Documents.published("one")])])
    }

    @Test(arguments: ["", "-wal", "-shm"])
    func refusesToCommitOnceAFileIsGone(_ ending: String) throws {
        let (path, aside) = (ledger.path + ending, ledger.file("aside"))
        try FileManager.default.moveItem(atPath: path, toPath: aside)
        #expect(throws: EventLogError.replaced(path: path)) {
            try recorder.record([.lines([Documents.published("two")])])
        }
        try FileManager.default.moveItem(atPath: aside, toPath: path)
        #expect(try store.size() == 1)
        _ = try recorder.record([.lines([Documents.published("two")])])
        #expect(try store.size() == 2)
    }

    @Test func refusesToCommitOnceACopyHasTakenThePlace() throws {
        try FileManager.default.copyItem(atPath: ledger.path, toPath: ledger.file("copy"))
        try FileManager.default.removeItem(atPath: ledger.path)
        try FileManager.default.moveItem(atPath: ledger.file("copy"), toPath: ledger.path)
        #expect(throws: EventLogError.replaced(path: ledger.path)) {
            try recorder.record([.lines([Documents.published("two")])])
        }
    }
}
