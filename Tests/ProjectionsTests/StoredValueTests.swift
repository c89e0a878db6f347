import CanonicalJSON
import EventLog
import LedgerTestKit
import SQLite
import StoryEvents
import Testing

@testable import Projections

/// A projection whose rows hold whatever the test sets, and whose columns are all of their members.
private struct Anything: LedgerProjection {
    static let name = "anything"
    static let version = 1
    static let table = RowTable(
        columns: ["story", "a", "b", "c", "e"], shared: ["b", "e"], counted: ["n"], indexes: [["b"]],
        tallies: [RowTable.Tally(by: ["a"], summing: ["n"]), RowTable.Tally(by: ["story", "c"])])

    private var count: UInt64 = 0

    init() {}

    mutating func apply(_ step: StoryStep, to rows: inout StoryRows) {
        count += 1
        var random = SeededRandom(seed: count &* 31 &+ UInt64(step.envelope.position.value))
        for key in ["x", "y", "z"] as [Text] where Bool.random(using: &random) {
            guard Int.random(in: 0..<5, using: &random) > 0 else {
                rows.remove(key)
                continue
            }
            var row = JSONObject()
            for name in ["a", "b", "c", "d", "e", "story"] as [Text] {
                row[name] = Self.values.randomElement(using: &random)!
            }
            // A column that every table has must be a member of every row.
            if row["story"] == nil || Bool.random(using: &random) { row["story"] = .string(step.envelope.story.text) }
            rows.set(key, row, counts: ["n": Int64.random(in: -3...3, using: &random)])
        }
    }

    private static let values: [JSON?] = [
        nil, .null, true, false, 0, 1, -7, "", "1", "text", "e\u{301}", "\u{E9}", .double(1.5), [], [1, "a"],
        ["k": .null],
    ]
}

@Suite("What is stored of a row is the row, and a tally counts what the rows do")
struct StoredValueTests {
    @Test(arguments: 0..<6 as Range<UInt64>)
    func comesBackAsItWasSet(seed: UInt64) throws {
        let ledger = try KeptLedger()
        var history = RandomHistory(seed: seed)
        let views = try ledger.views(ProjectionRegistry(ledger: [Anything.self]))
        for _ in 0..<4 {
            try ledger.append(history.documents(12))
            #expect(try views.catchUp())
            let fold = LedgerFold([Anything.self], ledger.store)
            for event in try ledger.store.events(from: .first, limit: .max) { try fold.apply(ReadEvent(event)) }
            var expected: [[Text]: JSONObject] = [:]
            for (story, rows) in fold.takeChanges().changes {
                for (key, change) in rows[0] { expected[[story.text, key]] = change.row?.value }
            }
            let found = try views.rows(Anything.self)
            #expect(
                Dictionary(uniqueKeysWithValues: found.map { ([$0.story, $0.key], $0.value) }) == expected,
                "seed \(seed)")
            try checkTallies(views, "seed \(seed)")
        }
        // After a takedown the story's rows go, and are counted no more.
        _ = try Withholder(ledger.store).withhold(.event(Position(1)), reason: "r", authority: "a")
        #expect(try views.catchUp())
        try checkTallies(views, "seed \(seed), after a takedown")
        let database = try Connection(path: ledger.path, access: .readOnly)
        let orphans = try database.prepare(
            "SELECT count(*) FROM shared_anything_1 WHERE NOT EXISTS"
                + " (SELECT * FROM rows_anything_1 WHERE id IN (c_b, c_e))")
        #expect(try orphans.step() && orphans.integer(0) == 0, "seed \(seed)")
    }

    @Test(arguments: 0..<6 as Range<UInt64>)
    func rowsAreFoundByWhatTheyShare(seed: UInt64) throws {
        let ledger = try KeptLedger()
        var history = RandomHistory(seed: seed)
        let views = try ledger.views(ProjectionRegistry(ledger: [Anything.self]))
        try ledger.append(history.documents(60))
        #expect(try views.catchUp())
        let all = try views.rows(Anything.self)
        for value in ["", "1", "text", "e\u{301}", "\u{E9}", "none", [], [1, "a"]] as [JSON] {
            let query = RowQuery(conditions: [.init("b", .equal, value)])
            #expect(try views.rows(Anything.self, query) == all.filter { $0.value["b"] == value }, "seed \(seed)")
            guard case .string(let text) = value else { continue }
            let least = RowQuery(conditions: [.init("b", .atLeast, value)], order: [.down("b")])
            let found = try views.rows(Anything.self, least).compactMap { $0.value["b"]?.string }
            let expected = all.compactMap { $0.value["b"]?.string }.filter { text <= $0 }.sorted(by: >)
            // An array is greater than any text.
            #expect(found == expected, "seed \(seed)")
        }
    }

    /// A condition that no tally holds has the rows counted.
    private func checkTallies(_ views: Views, _ what: String) throws {
        let (kept, counted) = try #require(
            try views.read(Anything.self) { rows throws(ViewsError) in
                let all = RowQuery(conditions: [.init("n", .atLeast, -10)])
                return (
                    [
                        try rows.tally(by: ["a"], summing: ["n"]), try rows.tally(by: ["a"]),
                        try rows.tally(by: ["story"]), try rows.tally(by: ["c", "story"]),
                    ],
                    [
                        try rows.tally(by: ["a"], summing: ["n"], all), try rows.tally(by: ["a"], all),
                        try rows.tally(by: ["story"], all), try rows.tally(by: ["c", "story"], all),
                    ]
                )
            }?.value)
        for (kept, counted) in zip(kept, counted) { #expect(kept.sorted() == counted.sorted(), "\(what)") }
    }
}

extension JSON {
    fileprivate var string: Text? { if case .string(let text) = self { text } else { nil } }
}

extension [JSONObject] {
    fileprivate func sorted() -> [String] {
        map { String(decoding: JSON.object($0).canonicalBytes, as: UTF8.self) }.sorted()
    }
}
