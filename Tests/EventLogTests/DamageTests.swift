import EventLog
import LedgerTestKit
import StoryEvents
import Testing

@Suite("What is read is what was written, or it is called damaged")
struct DamageTests {
    private let ledger: TemporaryLedger

    init() throws {
        ledger = try TemporaryLedger()
        let file = Submission.lines([
            Documents.published("one"), Documents.published("two"), Documents.updated("one", body: "New."),
            Documents.updated("one", body: "Newer."),
        ])
        _ = try Recorder(try ledger.open()).record([file])
    }

    static let damages: [(set: String, what: String)] = [
        ("leaf = CAST(substr(leaf, 1, 20) || x'7A' || substr(leaf, 22) AS BLOB)", "its leaf is not what was hashed"),
        ("leaf = x''", "its leaf is not what was hashed"),
        ("hash = x'00'", "its leaf is not what was hashed"),
        (
            "data = CAST(substr(data, 1, 9) || x'7A' || substr(data, 11) AS BLOB)",
            "its data is not what its leaf commits to"
        ),
        ("data = x''", "its data is not what its leaf commits to"),
        ("salt = zeroblob(32)", "its data is not what its leaf commits to"),
        ("salt = x'00'", "its data is not what its leaf commits to"),
        ("data = NULL", "it has no data"),
        ("salt = NULL", "it has no data"),
        ("type = 'denied'", "its columns do not say what its leaf says"),
        ("source = 'elsewhere'", "its columns do not say what its leaf says"),
        ("id = 'another'", "its columns do not say what its leaf says"),
        ("recorded = recorded - 1", "its columns do not say what its leaf says"),
        ("story = 'one '", "its columns do not say what its leaf says"),
    ]

    @Test(arguments: damages)
    func namesThePosition(_ set: String, _ what: String) throws {
        try ledger.tamper("UPDATE event SET \(set) WHERE position = 2")
        let store = try ledger.open(.readOnly)
        let damage = EventLogError.damaged(path: ledger.path, "the event at @2: \(what)")
        #expect(throws: damage) { try store.events(from: .first, limit: 9) }
        #expect(throws: damage) { try store.event(at: Position(2)) }
        #expect(try store.events(from: .first, limit: 2).count == 2)
        #expect(try store.event(at: Position(3)) != nil)
    }

    @Test func findsALeafThatWasHashedAnew() throws {
        try ledger.tamper(
            """
            UPDATE event SET leaf = (SELECT leaf FROM event WHERE position = 0),
                hash = (SELECT hash FROM event WHERE position = 0) WHERE position = 2
            """)
        let damage = "the event at @2: its columns do not say what its leaf says"
        #expect(throws: EventLogError.damaged(path: ledger.path, damage)) {
            try ledger.open(.readOnly).events(from: .first, limit: 9)
        }
    }

    @Test func findsAMissingEvent() throws {
        try ledger.tamper("DELETE FROM event WHERE position = 2")
        let store = try ledger.open(.readOnly)
        #expect(throws: EventLogError.damaged(path: ledger.path, "the event at @2 is missing")) {
            try store.events(from: .first, limit: 9)
        }
        let story = try #require(StoryID("one"))
        let damage = "revision 1 of the story one is missing before @3"
        #expect(throws: EventLogError.damaged(path: ledger.path, damage)) { try store.events(of: story) }
        #expect(try store.events(of: story, from: Revision(2), limit: 1).count == 1)
    }

    @Test func findsTextThatIsNotUTF8() throws {
        try ledger.tamper("UPDATE event SET story = CAST(x'FF' AS TEXT) WHERE position = 1")
        let error = #expect(throws: EventLogError.self) {
            try ledger.open(.readOnly).stories(startingWith: "", limit: 9)
        }
        #expect(
            error == .damaged(path: ledger.path, "column 0 (story) holds 1 bytes of text that are not UTF-8"))
    }

    @Test func findsAStoryThatNoStoryCanBeCalled() throws {
        try ledger.tamper("UPDATE event SET story = ' ' WHERE position = 1")
        #expect(throws: EventLogError.damaged(path: ledger.path, "it has a story with the id ' '")) {
            try ledger.open(.readOnly).stories(startingWith: "", limit: 9)
        }
    }

    @Test func takesNoDamagedEventForAnUnknownOne() throws {
        try ledger.tamper("UPDATE event SET type = 'rumoured' WHERE position = 1")
        let again = Submission.lines([Documents.published("two")])
        #expect(
            throws: EventLogError.damaged(
                path: ledger.path, "the event at @1: its columns do not say what its leaf says")
        ) { try Recorder(try ledger.open()).record([again]) }
    }

    @Test(
        arguments: [
            "outcome = 'lost'", "entries = 'nonsense'", "entries = '{}'", "entries = '[1]'",
            "entries = replace(entries, '\"position\":0', '\"position\":-1')",
            "entries = replace(entries, '\"story\":\"one\"', '\"story\":\"\"')",
            "entries = replace(entries, '\"id\":', '\"it\":')", "refusals = '[null]'",
        ])
    func namesAReceipt(_ set: String) throws {
        try ledger.tamper("UPDATE receipt SET \(set)")
        let store = try ledger.open(.readOnly)
        let damage = EventLogError.damaged(path: ledger.path, "receipt 1 cannot be read")
        #expect(throws: damage) { try store.receipts(limit: 1) }
        #expect(throws: damage) { try store.receipt(ofEventAt: .first) }
    }
}
