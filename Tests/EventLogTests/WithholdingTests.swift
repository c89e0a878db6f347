import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import SQLite
import StoryEvents
import Testing

@Suite("What is withheld is gone from the log, and the log says so")
struct WithholdingTests {
    private let ledger: TemporaryLedger
    private let store: SQLiteEventStore
    /// Longer than some pages.
    private let body = String(repeating: "Nobody was to read of the \u{E9}tude \"again\". ", count: 3000)

    init() throws {
        ledger = try TemporaryLedger()
        store = try ledger.open(.readWrite)
        _ = try Recorder(store).record([
            .lines([
                Documents.published("one", body: "Plain."), Documents.updated("one", body: Text(body)),
                Documents.published("two"),
            ])
        ])
    }

    @discardableResult
    private func withhold(_ position: Int64, reason: Text = "Court order", authority: Text = "District court")
        throws(WithholdingError) -> Withholder.Outcome
    {
        try Withholder(store).withhold(Position(position), reason: reason, authority: authority)
    }

    @Test func theEventStaysAndSaysByWhom() throws {
        let before = try store.events(from: .first, limit: 9)
        let outcome = try withhold(1)
        let after = try store.events(from: .first, limit: 9)
        #expect(after.count == 4)
        #expect(after[1].envelope == before[1].envelope)
        #expect(after[1].leaf == before[1].leaf)
        #expect(after[1].content == nil)
        #expect(after[1].withheld == outcome.withheld)
        #expect(try after[1].payload() == .erased(outcome.withheld))
        #expect(try after[1].data() == nil)
        #expect(outcome.withheld.takedown.version == 2)
        #expect(outcome.withheld.takedown.fields == ["body"])
        #expect(after[3].envelope.type == .withheld)
        #expect(after[3].envelope.story == after[1].envelope.story)
        #expect([after[0], after[2]] == [before[0], before[2]])
        #expect(try store.events(of: after[1].envelope.story).map(\.withheld) == [nil, outcome.withheld, nil])
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

    @Test func itIsDoneOnce() throws {
        let first = try withhold(1)
        let again = try withhold(1, reason: "Another", authority: "Somebody")
        #expect(again.isResumed)
        #expect(again.withheld == first.withheld)
        #expect(try store.pendingErasures() == [Position(1)])
        try store.append(rehearsal: false) { transaction throws(EventLogError) in
            try transaction.settleErasure(of: Position(1))
        }
        #expect(throws: WithholdingError.withheldAlready(first.withheld)) { try withhold(1) }
        #expect(try store.size() == 4)
    }

    @Test func refusesWhatCannotBeWithheld() throws {
        try withhold(1)
        #expect(throws: WithholdingError.noEvent(Position(17), size: 4)) { try withhold(17) }
        #expect(throws: WithholdingError.ledgersOwn(Position(3), .withheld)) { try withhold(3) }
        #expect(throws: WithholdingError.noReason) { try withhold(0, reason: " \n") }
        #expect(throws: WithholdingError.noAuthority) { try withhold(0, authority: "") }
        #expect(try store.size() == 4)
    }

    @Test func theSameDocumentAgainIsADuplicate() throws {
        try withhold(1)
        let result = try Recorder(store).record([.lines([Documents.updated("one", body: Text(body))])])
        #expect(result.compactMap(\.receipt).map(\.outcome) == [.duplicate])
        #expect(try store.size() == 4)
    }

    @Test func aRecorderThatKnewTheStoryGoesByWhatIsLeft() throws {
        let recorder = Recorder(store)
        _ = try recorder.record([.lines([Documents.updated("one", body: "Known.")])])
        try withhold(3)
        let result = try recorder.record([.lines([Documents.updated("one", id: "new", body: "Known.")])])
        #expect(result.compactMap(\.receipt).map(\.outcome) == [.appended], "what was withheld cannot be unchanged")
    }

    static let updates: [(sql: String, isAllowed: Bool)] = [
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
            #expect(error?.message == "an event is decided once and never changed")
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

    @Test func receiptsLeadToTheFiles() throws {
        // Each entry but the last is in a part of its own.
        _ = try Recorder(store, partBytes: 1).record([
            .lines(
                [Documents.updated("one", body: Text(body)), Documents.published("four"), Documents.published("five")],
                file: "again.ndjson"),
            .lines([Documents.updated("one", id: "other", body: Text(body))], file: "unchanged.ndjson"),
            .lines([Documents.published("three")], file: "three.ndjson"),
        ])
        let event = try #require(try store.event(at: Position(1))?.envelope)
        #expect(try store.receipts(about: event).map(\.file) == ["batch.ndjson", "again.ndjson", "unchanged.ndjson"])
        let other = try #require(try store.event(at: Position(2))?.envelope)
        #expect(try store.receipts(about: other).map(\.file) == ["batch.ndjson"])
        #expect(try store.withheldFingerprints().isEmpty)
        try withhold(1)
        #expect(try store.withheldFingerprints() == [try #require(try store.recorded(event.identity)).fingerprint])
    }
}
