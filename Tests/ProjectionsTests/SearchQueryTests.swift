import CanonicalJSON
import EventLog
import LedgerTestKit
import Testing

@testable import Projections

@Suite("A search finds words, phrases and beginnings")
struct SearchQueryTests {
    static let queries: [(text: String, match: String)] = [
        ("ferry", #"("ferry")"#), ("  ferry  stops ", #"("ferry" AND "stops")"#), ("clos*", #"("clos" *)"#),
        (#""no decision" -ferry"#, #"("no decision") NOT "ferry""#), (#""no deci"*"#, #"("no deci" *)"#),
        ("o'hara", #"("o'hara")"#), ("a OR b", #"("a" AND "OR" AND "b")"#),
        (#"he said "x"#, #"("he" AND "said" AND "x")"#),
        (#"5"nails"#, #"("5""nails")"#), ("ferry - stops", #"("ferry" AND "stops")"#), ("é", #"("é")"#),
    ]

    @Test(arguments: queries)
    func isQuotedTermByTerm(_ text: String, _ match: String) throws {
        #expect(try SearchQuery(text).match == match)
    }

    @Test(arguments: ["", "  ", "-ferry", "\"\"", "--", "*", "\" - \""])
    func looksForSomething(_ text: String) {
        #expect(throws: ViewsError.badSearch(text)) { try SearchQuery(text) }
    }

    static let found: [(query: String, stories: [Text])] = [
        ("ferry", ["harbor", "caf\u{E9}"]), ("FERRY", ["harbor", "caf\u{E9}"]), ("\"ferry runs\"", ["harbor"]),
        ("\"runs ferry\"", []), ("ru*", ["harbor"]), ("ferry -owners", ["harbor"]), ("cafe", ["caf\u{E9}"]),
        ("CAF\u{C9}", ["caf\u{E9}"]), ("cafe\u{301}", ["caf\u{E9}"]), ("gone", []), ("owners disput*", ["caf\u{E9}"]),
    ]

    @Test(arguments: found)
    func ranksWhatItFinds(_ query: String, _ stories: [Text]) throws {
        let ledger = try KeptLedger()
        try ledger.take([
            Documents.published("caf\u{E9}", headline: "Owners", body: "The caf\u{E9} owners dispute the ferry."),
            Documents.published("harbor", headline: "The ferry runs again", body: "It was gone."),
            Documents.updated("harbor", body: "It is back."),
        ])
        let views = try ledger.views()
        #expect(try views.catchUp())
        let rows = try views.rows(StoryIndex.self, RowQuery(search: SearchQuery(query), order: [.down("position")]))
        #expect(rows.map(\.story) == stories)
    }

    @Test func showsWhereItFound() throws {
        let ledger = try KeptLedger()
        try ledger.take([Documents.published("caf\u{E9}", body: "The caf\u{E9} is shut, the other caf\u{E9} too.")])
        let views = try ledger.views()
        #expect(try views.catchUp())
        let snippet = try #require(
            try views.rows(StoryIndex.self, RowQuery(search: SearchQuery("cafe"))).first?.snippet)
        let bytes = snippet.text.bytes
        #expect(snippet.matches.map { String(decoding: bytes[$0], as: UTF8.self) } == ["caf\u{E9}", "caf\u{E9}"])
    }
}
