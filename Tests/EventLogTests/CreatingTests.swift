import EventLog
import Foundation
import LedgerTestKit
import Testing

@Suite("A log is made whole or not at all")
struct CreatingTests {
    private let ledger: TemporaryLedger

    init() throws {
        ledger = try TemporaryLedger()
    }

    private func create(_ path: String) throws(EventLogError) {
        try SQLiteEventStore.create(path: path, facts: TemporaryLedger.facts)
    }

    @Test func refusesAPathWithSomethingThere() throws {
        let path = ledger.file("other.db")
        try Data("mine".utf8).write(to: URL(filePath: path))
        #expect(throws: EventLogError.exists(path: path)) { try create(path) }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("mine".utf8))
    }

    @Test(arguments: ["-wal", "-journal"])
    func refusesWhatAnotherLogLeftBehind(_ ending: String) throws {
        let path = ledger.file("other.db")
        try Data("left".utf8).write(to: URL(filePath: path + ending))
        #expect(
            throws: EventLogError.failed(
                path: path, "what another log left behind is in its place: \(path)\(ending)")
        ) { try create(path) }
        #expect(try ledger.files() == ["ledger.db", "other.db" + ending, "secret"])
    }

    @Test func saysWhyItCannotBeMade() {
        let path = ledger.file("no such directory/ledger.db")
        #expect(throws: EventLogError.failed(path: path, "cannot make it: No such file or directory")) {
            try create(path)
        }
    }

    @Test func leavesNothingButTheLog() throws {
        try create(ledger.file("other.db"))
        #expect(try ledger.files() == ["ledger.db", "other.db", "secret"])
    }
}
