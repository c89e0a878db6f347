import EventLog
import Foundation
import LedgerTestKit
import SQLite
import StoryEvents
import Testing

@Suite("A log is opened as what it is, or not at all")
struct OpeningTests {
    private let ledger: TemporaryLedger

    init() throws {
        ledger = try TemporaryLedger()
    }

    @Test func refusesAPathWithNothingThere() {
        let path = ledger.file("nothing.db")
        #expect(throws: EventLogError.missing(path: path)) { try SQLiteEventStore(path: path) }
    }

    @Test(arguments: [
        [], Array("not a database at all, but long enough to look at".utf8), [UInt8](repeating: 7, count: 9_999),
    ])
    func refusesAFileThatIsNoLedger(_ bytes: [UInt8]) throws {
        let path = ledger.file("other.db")
        try Data(bytes).write(to: URL(filePath: path))
        for access in [SQLiteEventStore.Access.readOnly, .readWrite] {
            #expect(throws: EventLogError.notALedger(path: path)) { try SQLiteEventStore(path: path, access: access) }
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(bytes))
    }

    @Test func refusesADatabaseOfAnotherApplication() throws {
        try ledger.raw().setApplicationID(7)
        #expect(throws: EventLogError.notALedger(path: ledger.path)) { try ledger.open(.readWrite) }
    }

    @Test(arguments: [0, -1] as [Int32])
    func refusesASchemaThatNeverWas(_ version: Int32) throws {
        try ledger.raw().setUserVersion(version)
        #expect(throws: EventLogError.notALedger(path: ledger.path)) { try ledger.open(.readWrite) }
    }

    @Test func refusesTheLedgerOfANewerProgram() throws {
        try ledger.raw().setUserVersion(9)
        let refusal = EventLogError.newerProgram(path: ledger.path, found: 9, known: 1)
        #expect(throws: refusal) { try ledger.open(.readWrite) }
        #expect(throws: refusal) { try ledger.open(.readOnly) }
    }

    /// A ledger of a program before that table; to read is allowed, so that it can be looked at.
    @Test func refusesToWriteALedgerThatLacksATable() throws {
        try ledger.raw().execute("DROP TABLE removal")
        #expect(throws: EventLogError.lacksTables(path: ledger.path, ["removal"])) { try ledger.open(.readWrite) }
        _ = try ledger.open(.readOnly)
        let expected = try SQLiteEventStore.migration(of: ledger.path)
        #expect(expected.tables == ["removal"] && expected.found == expected.known && !expected.isEmpty)
        #expect(try SQLiteEventStore.migrate(ledger.path) == expected)
        #expect(try SQLiteEventStore.migration(of: ledger.path).isEmpty)
        let differences = try ledger.open(.readWrite).auditor().schemaDifferences()
        #expect(differences == [])
    }

    @Test func migratesNoLedgerThatLostATable() throws {
        try ledger.tamper("DROP TABLE tile")
        let refusal = EventLogError.damaged(path: ledger.path, "its table 'tile' is not there")
        #expect(throws: refusal) { try SQLiteEventStore.migrate(ledger.path) }
    }

    @Test(arguments: ["origin", "created"])
    func refusesALedgerThatLostAFact(_ name: String) throws {
        try ledger.tamper("DELETE FROM ledger WHERE name = '\(name)'")
        #expect(throws: EventLogError.damaged(path: ledger.path, "its own '\(name)' is missing or cannot be read")) {
            try ledger.open(.readOnly)
        }
    }

    @Test func opensOnlyToReadWithoutTheSecret() throws {
        let file = SecretFile(beside: ledger.path)
        try FileManager.default.removeItem(atPath: file.path)
        let fault = EventLogError.noSecret(path: file.path, reason: "No such file or directory")
        #expect(throws: fault) { try ledger.open(.readWrite) }
        let store = try ledger.open(.readOnly)
        #expect(store.ledger.secret == .failure(fault))
        #expect(store.ledger.origin == TemporaryLedger.facts.origin)
    }

    @Test func knowsItsFacts() throws {
        #expect(try ledger.open(.readOnly).ledger == TemporaryLedger.facts)
    }

    @Test func readsOnlyWhereItWasOpenedToRead() throws {
        let store = try ledger.open(.readOnly)
        #expect(throws: EventLogError.readOnly(path: ledger.path)) {
            try store.append(dryRun: true) { _ in }
        }
        #expect(try store.head() == nil)
    }

    /// Who may read the directory but make no files in it needs those of the write-ahead log to be there.
    @Test func leavesAnEmptyWriteAheadLogWhenTheLastWriterCloses() throws {
        do {
            let store = try ledger.open(.readWrite)
            _ = try Recorder(store).record([.lines([Documents.published()])])
            #expect(try ledger.files() == ["ledger.db", "ledger.db-lock", "ledger.db-shm", "ledger.db-wal", "secret"])
        }
        #expect(try ledger.files() == ["ledger.db", "ledger.db-lock", "ledger.db-shm", "ledger.db-wal", "secret"])
        #expect(try FileManager.default.attributesOfItem(atPath: ledger.path + "-wal")[.size] as? Int == 0)
        #expect(try ledger.open(.readOnly).size() == 1)
    }
}
