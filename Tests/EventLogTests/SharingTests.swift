import CanonicalJSON
import LedgerTestKit
import SQLite
import StoryEvents
import Testing

@testable import EventLog

@Suite("A text that an earlier event of the story holds is stored once")
struct SharingTests {
    private let ledger: TemporaryLedger
    private let store: SQLiteEventStore
    private let first = "The first paragraph says \"enough\" to be shared by others."
    private let second = "The second paragraph is long enough, too, and \u{E9}tude."
    private let third = "The third paragraph stands in later versions only."

    init() throws {
        ledger = try TemporaryLedger()
        store = try ledger.open(.readWrite)
    }

    private func record(_ documents: JSON..., to store: SQLiteEventStore? = nil) throws {
        let results = try Recorder(store ?? self.store).record([.lines(documents)])
        #expect(results.compactMap(\.receipt).map(\.outcome) == [.appended])
    }

    private func body(_ paragraphs: String...) -> Text { Text(paragraphs.joined(separator: "\n\n")) }

    private func shared() throws -> [String] {
        try ledger.raw().texts("SELECT coalesce(shared, '') FROM event ORDER BY position")
    }

    @Test func aRowNamesTheHolderAndNeverAnotherReference() throws {
        try record(Documents.published("one", body: body(first, second, "Short.")))
        try record(Documents.updated("one", body: body(first, second, third, "Short.")))
        try record(Documents.updated("one", body: body(third, first, second, "Short.")))
        // Piece 0 is the first paragraph: the body comes before the file and the headline.
        #expect(
            try shared() == [
                "", #"{"held":[[0,0,0,2]],"pieces":6}"#, #"{"held":[[0,1,2,1],[1,0,0,2]],"pieces":6}"#,
            ])
        let data = try ledger.raw().texts("SELECT CAST(data AS TEXT) FROM event ORDER BY position")
        #expect(data[1].hasPrefix("{\"body\":\"\(third)\\n\\nShort.\""))
        #expect(data[2].hasPrefix("{\"body\":\"Short.\""))
        let bodies = try store.events(of: try #require(StoryID("one"))).map { try $0.data()?["body"]?.text }
        #expect(
            bodies == [
                body(first, second, "Short."), body(first, second, third, "Short."),
                body(third, first, second, "Short."),
            ])
    }

    /// A row that shares nearly everything has little data, and much to say about who holds it.
    @Test func fewRowsOfManySharedPiecesAreRemembered() throws {
        let paragraphs = (0..<3_000).map { "Paragraph \($0) is long enough to be shared by others." }
        try record(Documents.published("one", body: Text(paragraphs.joined(separator: "\n\n"))))
        var random = SeededRandom(seed: 1)
        let bodies = (0..<12).map { _ in Text(paragraphs.shuffled(using: &random).joined(separator: "\n\n")) }
        _ = try Recorder(store).record([.lines(bodies.map { Documents.updated("one", body: $0) })])
        let rows = HolderRows(try ledger.raw(), mostBytes: 1 << 20)
        for position in 1..<13 as Range<Int64> {
            #expect(try rows.whole(at: position).get().records == nil)
            #expect(rows.count <= 8)
        }
    }

    @Test func itIsKnownAfterARestartAndToOtherWriters() throws {
        try record(Documents.published("one", body: body(first, second, "End.")))
        try record(Documents.updated("one", body: body(second, first, "End.")), to: try ledger.open(.readWrite))
        try record(Documents.updated("one", body: body(first, third, "End.")), to: try ledger.open(.readWrite))
        try record(Documents.updated("one", body: body(third, first, second, "End.")))
        #expect(try shared().dropFirst().allSatisfy { $0.hasPrefix("{\"held\":") })
        #expect(try store.events(from: .first, limit: 9).count == 4)
    }

    /// The last paragraph of a body lacks the line breaks that others end with.
    @Test func otherTextsAndOtherStoriesShareNothing() throws {
        try record(Documents.published("one", body: body(first, second)))
        try record(Documents.published("two", body: body(first, second)))
        try record(Documents.updated("one", body: body(first + "!", third)))
        #expect(try shared() == ["", "", ""])
    }

    @Test func anAttemptThatWasUndoneHoldsNothing() throws {
        let recorder = Recorder(store)
        _ = try recorder.record([.lines([Documents.published("one", body: body(first, second))])])
        let refused = [
            Documents.updated("one", id: "a", body: body(third, second, first)), Documents.denied("nowhere"),
        ]
        #expect(try recorder.record([.lines(refused)]).compactMap(\.receipt).map(\.outcome) == [.quarantined])
        _ = try recorder.record([.lines([Documents.published("two", body: body(first))])])
        _ = try recorder.record([.lines([Documents.updated("one", id: "b", body: body(third, first, second))])])
        _ = try recorder.record(
            [.lines([Documents.updated("one", id: "c", body: body(third, second))])], dryRun: true)
        _ = try recorder.record([.lines([Documents.updated("one", id: "d", body: body(third, second))])])
        let events = try store.events(of: try #require(StoryID("one")))
        #expect(try events.last?.data()?["body"]?.text == body(third, second))
        #expect(try events.count == 3 && shared().filter { !$0.isEmpty }.count == 2)
    }

    @Test func aWithheldHolderHandsItsPiecesOn() throws {
        try record(Documents.published("one", body: body(first, second)))
        try record(Documents.updated("one", body: body(first, second, third)))
        try record(Documents.updated("one", body: body(second, first, third)))
        let before = try store.events(from: .first, limit: 9)
        _ = try Withholder(store).withhold(.event(Position(0)), reason: "r", authority: "a")
        let after = try store.events(from: .first, limit: 9)
        #expect(after[0].withheld != nil)
        #expect(after[1] == before[1] && after[2] == before[2])
        #expect(try shared()[1...2] == ["", #"{"held":[[0,1,1,1],[1,1,0,1],[2,1,2,1]],"pieces":5}"#])
        _ = try Withholder(store).withhold(.piece(Position(1), 0), reason: "r", authority: "a")
        #expect(try store.event(at: Position(2)) == before[2])
    }

    /// A takedown takes the file from all events that came in it, and looks for none that shares it.
    @Test func theNameOfAFileIsHeldForNobody() throws {
        let name: Text = "a file with a name that is long enough to be shared.ndjson"
        _ = try Recorder(store).record([
            .lines([Documents.published("one", body: body(first)), Documents.published("two")], file: name)
        ])
        for store in [store, try ledger.open(.readWrite)] {
            try record(Documents.updated("one", body: Text("\(name)\n\n\(try store.size())")), to: store)
            try record(Documents.updated("one", id: Text("\(try store.size())"), body: name), to: store)
        }
        #expect(try shared()[...3] == ["", "", "", ""])
        _ = try Withholder(store).withhold(.event(Position(1)), reason: "r", authority: "a")
        #expect(try store.event(at: Position(0))?.partial?.data.hidden.count == 2)
        #expect(try store.events(from: .first, limit: 9).count == 7)
    }

    static let damage: [(shared: String, message: String)] = [
        (#"{"held":[[0,9,0,1]],"pieces":4}"#, "is not before it"),
        (#"{"held":[[0,2,0,1]],"pieces":4}"#, "is not before it"),
        (#"{"held":[[0,1,0,1]],"pieces":4}"#, "is of another story"),
        (#"{"held":[[0,0,7,1]],"pieces":4}"#, "does not hold them"),
        (#"{"held":[[0,0,0,3]],"pieces":5}"#, "do not go together"),
        (#"{"held":[[0,0,1,1]],"pieces":4}"#, "not what its leaf commits to"),
        ("[]", "cannot be read"), (#"{"held":[[0,0,0,1048576]],"pieces":1048576}"#, "do not go together"),
    ]

    @Test(arguments: damage)
    func aWrongReferenceIsDamage(_ shared: String, _ message: String) throws {
        try record(Documents.published("one", body: body(first, second)), Documents.published("two", body: body(first)))
        try record(Documents.updated("one", body: body(first, third)))
        #expect(try store.events(from: .first, limit: 9).count == 3)
        try ledger.tamper("UPDATE event SET shared = '\(shared)' WHERE position = 2")
        let error = #expect(throws: EventLogError.self) { try ledger.open(.readOnly).events(from: .first, limit: 9) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test func aReferenceToAReferenceIsDamage() throws {
        try record(Documents.published("one", body: body(first, second)))
        try record(Documents.updated("one", body: body(first, third)))
        try record(Documents.updated("one", body: body(first, third, second)))
        try ledger.tamper(#"UPDATE event SET shared = replace(shared, '[0,0,0,1]', '[0,1,0,1]') WHERE position = 2"#)
        let error = #expect(throws: EventLogError.self) { try ledger.open(.readOnly).event(at: Position(2)) }
        #expect(error?.message.contains("does not hold them") == true, "\(error?.message ?? "")")
    }
}
