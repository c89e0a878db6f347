import EventLog
import LedgerTestKit
import SQLite
import Testing

@Suite("Nobody rewrites a ledger through SQL")
struct ImmutabilityTests {
    private static let row = "type, source, id, \(tail)"

    static let refusals: [(sql: String, message: String)] = [
        ("UPDATE event SET data = x'00'", "an event is decided once and never changed"),
        ("UPDATE event SET shared = '{}' WHERE position = 2", "an event is decided once and never changed"),
        ("UPDATE event SET receipt = 7 WHERE position = 1", "an event is decided once and never changed"),
        ("UPDATE OR REPLACE event SET position = 0 WHERE position = 1", "an event is decided once and never changed"),
        ("DELETE FROM event", "an event is decided once and never deleted"),
        ("DELETE FROM event WHERE position = 2", "an event is decided once and never deleted"),
        (
            "INSERT OR REPLACE INTO event SELECT position, story, revision, \(row) FROM event WHERE position = 1",
            "an event with this identity or place is there already"
        ),
        (
            "INSERT INTO event SELECT 4, story, revision + 9, type, source, 'new', \(tail) FROM event WHERE position = 1",
            "an event goes to the end of the log"
        ),
        (
            "INSERT INTO event SELECT NULL, story, revision + 9, type, source, 'new', \(tail) FROM event LIMIT 1",
            "an event goes to the end of the log"
        ),
        (
            "INSERT OR REPLACE INTO event SELECT 3, story, 9, \(row) FROM event WHERE position = 1",
            "an event with this identity or place is there already"
        ),
        (
            "REPLACE INTO event SELECT 3, story, revision, type, source, 'new', \(tail) FROM event WHERE position = 1",
            "an event with this identity or place is there already"
        ),
        (
            "INSERT OR IGNORE INTO event SELECT 3, story, 9, \(row) FROM event WHERE position = 1",
            "an event with this identity or place is there already"
        ),
        ("INSERT INTO taken VALUES (0, 1, 0)", "no event says that this was withheld"),
        ("INSERT INTO taken VALUES (2, 2, 1)", "no event says that this was withheld"),
        ("UPDATE receipt SET outcome = 'appended'", "a receipt is given once and never changed"),
        ("DELETE FROM receipt", "a receipt is given once and never deleted"),
        ("REPLACE INTO receipt SELECT * FROM receipt", "a receipt with this number is there already"),
        ("UPDATE receipt_part SET part = 7", "a receipt is given once and never changed"),
        ("DELETE FROM receipt_part", "a receipt is given once and never deleted"),
        ("REPLACE INTO receipt_part SELECT * FROM receipt_part", "a receipt with this number is there already"),
        (
            "UPDATE unchanged SET receipt = 7", "the identity of an unchanged document is noted once and never changed"
        ),
        ("DELETE FROM unchanged", "the identity of an unchanged document is noted once and never deleted"),
        ("REPLACE INTO unchanged SELECT * FROM unchanged", "an unchanged document with this identity is there already"),
        ("UPDATE ledger SET value = 'mine' WHERE name = 'origin'", "the ledger's own facts never change"),
        ("DELETE FROM ledger", "the ledger's own facts never change"),
        ("REPLACE INTO ledger VALUES ('origin', x'00')", "the ledger's own facts never change"),
    ]
    private static let tail = "derived, recorded, receipt, fingerprint, hash, leaf, salt, shared, data, pieces"

    @Test(arguments: refusals)
    func refuses(_ sql: String, _ message: String) throws {
        let ledger = try TemporaryLedger()
        let store = try ledger.open(.readWrite)
        _ = try Recorder(store, partBytes: 1).record([
            .lines([
                Documents.published("one"), Documents.published("two"), Documents.updated("one", body: "New."),
                Documents.updated("one", id: "same", body: "New."),
            ])
        ])
        let before = try store.events(from: .first, limit: 9)
        let error = #expect(throws: SQLiteError.self) { try ledger.raw().execute(sql) }
        #expect(error?.message == message)
        #expect(error?.extendedCode == ExtendedCode.constraintTrigger)
        #expect(try store.events(from: .first, limit: 9) == before)
        #expect(try store.receipts(limit: 9).count == 1)
    }

    @Test func isWrittenDownInTheFileItself() throws {
        let ledger = try TemporaryLedger()
        let raw = try ledger.raw()
        #expect(try raw.applicationID == 0x5354_4C47)
        #expect(try raw.userVersion == 1)
        #expect(try raw.integerPragma("page_size") == 16_384)
        #expect(try raw.textPragma("journal_mode") == "wal")
        #expect(try raw.texts("SELECT name FROM sqlite_schema WHERE type = 'trigger'").count == 27)
    }
}
