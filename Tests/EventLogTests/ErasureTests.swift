import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import SQLite
import StoryEvents
import Testing

@Suite("The database erases withheld text from its files, and nothing else")
struct ErasureTests {
    private let ledger: TemporaryLedger
    private let store: SQLiteEventStore
    private let body = TwoStories.body

    init() throws { (ledger, store) = try TwoStories.recorded() }

    @discardableResult
    private func withhold(_ position: Int64) throws(WithholdingError) -> Withholder.Outcome {
        try Withholder(store).withhold(.event(Position(position)), reason: "Court order", authority: "District court")
    }

    @Test func noByteOfItIsInAnyFile() throws {
        let salt = try #require(try store.event(at: Position(1))?.content?.salt)
        let forms = [Array(body.utf8.prefix(30)), Array("\u{E9}tude".utf8), salt]
        #expect(try forms.map(holding) == [true, true, true], "it is there before")
        try withhold(1)
        try store.purgeErased(patience: .seconds(10))
        #expect(try forms.map(holding) == [false, false, false])
        #expect(try store.events(from: .first, limit: 9).count == 4)
    }

    /// Whether any file of the ledger holds some bytes; free pages and the write-ahead log are files' bytes too.
    private func holding(_ bytes: [UInt8]) throws -> Bool {
        try ledger.files().contains { name in
            try Data(contentsOf: URL(filePath: ledger.file(name))).range(of: Data(bytes)) != nil
        }
    }

    static let updates: [(sql: String, isAllowed: Bool)] = [
        ("UPDATE event SET salt = NULL, data = NULL, pieces = NULL WHERE position = 0", false),
        ("UPDATE event SET pieces = NULL WHERE position = 0", false),
        ("UPDATE event SET data = CAST(data || data AS BLOB) WHERE position = 0", false),
        ("UPDATE event SET pieces = CAST(pieces || pieces AS BLOB) WHERE position = 0", false),
        ("UPDATE event SET salt = zeroblob(32) WHERE position = 0", false),
        ("UPDATE event SET shared = '{}' WHERE position = 0", false),
        ("UPDATE event SET shared = '{}', data = CAST(data || 'x' AS BLOB) WHERE position = 2", false),
        ("UPDATE event SET data = x'7b7d', pieces = x'00' WHERE position = 1", false),
        ("DELETE FROM taken", false), ("UPDATE taken SET custody = 0", false),
        ("UPDATE event SET salt = NULL, data = NULL WHERE position = 0", false),
        ("UPDATE event SET salt = NULL, data = NULL WHERE position = 1", true),
        ("UPDATE event SET data = NULL WHERE position = 0", false),
        ("UPDATE event SET salt = x'00', data = x'00' WHERE position = 1", false),
        ("UPDATE event SET salt = NULL, data = NULL WHERE position = 3", false),
        ("UPDATE event SET salt = NULL, data = NULL, leaf = x'00' WHERE position = 1", false),
        ("UPDATE event SET salt = NULL, data = NULL, hash = x'00' WHERE position = 1", false),
        ("UPDATE event SET salt = NULL, data = NULL, fingerprint = x'00' WHERE position = 1", false),
        ("UPDATE event SET salt = NULL, data = NULL, receipt = 9 WHERE position = 1", false),
        ("UPDATE event SET salt = NULL, data = NULL, recorded = 9 WHERE position = 1", false),
        ("UPDATE event SET salt = NULL, data = NULL, source = 'x' WHERE position = 1", false),
        ("UPDATE event SET salt = NULL, data = NULL, id = 'x' WHERE position = 1", false),
        ("UPDATE event SET salt = NULL, data = NULL, story = 'x' WHERE position = 1", false),
        ("UPDATE event SET salt = NULL, data = NULL, type = 'x' WHERE position = 1", false),
        ("UPDATE event SET salt = NULL, data = NULL, revision = 9 WHERE position = 1", false),
        ("UPDATE event SET salt = NULL, data = NULL, position = 9 WHERE position = 1", false),
    ]

    @Test(arguments: updates)
    func sqlMayOnlyEraseWhatAnEventHasWithheld(_ sql: String, _ isAllowed: Bool) throws {
        try withhold(1)
        let raw = try ledger.raw()
        if isAllowed {
            try raw.execute(sql)
        } else {
            let error = #expect(throws: SQLiteError.self) { try raw.execute(sql) }
            let messages = [
                "an event is decided once and never changed", "what was withheld is noted once and never deleted",
                "what was withheld is noted once and never changed",
            ]
            #expect(messages.contains(error?.message ?? ""))
        }
    }

    @Test func dataThatIsMissingIsDamage() throws {
        try ledger.tamper("UPDATE event SET salt = NULL, data = NULL WHERE position = 1")
        #expect(throws: EventLogError.self) { try store.event(at: Position(1)) }
    }

    @Test func aReaderOfTheOldLogIsWaitedForAndNamed() throws {
        let raw = try ledger.raw()
        let select = try raw.prepare("SELECT data FROM event")
        #expect(try select.step())
        try withhold(1)
        #expect(throws: EventLogError.busy(path: ledger.path)) { try store.purgeErased(patience: .milliseconds(60)) }
        select.reset()
        try store.purgeErased(patience: .seconds(10))
        // The connection waits for locks again.
        _ = try Recorder(store).record([.lines([Documents.published("three")])])
    }
}
