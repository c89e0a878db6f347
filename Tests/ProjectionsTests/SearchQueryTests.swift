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
        ("o'hara", #"("o hara")"#), ("a OR b", #"("a" AND "or" AND "b")"#),
        (#"he said "x"#, #"("he" AND "said" AND "x")"#),
        (#"5"nails"#, #"("5 nails")"#), ("ferry - stops", #"("ferry" AND "stops")"#), ("É", #"("e")"#),
        ("武器", #"(("武 _器" OR "_武 _器"))"#), ("-무기 배", #"(("배" OR "_배")) NOT ("무 _기" OR "_무 _기")"#),
        ("a b A \"a\" a* a*", #"("a" AND "b" AND "a" *)"#),
        ("\u{1112}\u{1161}\u{11AB}", #"(("한" OR "_한"))"#),
        // No syllable has that vowel for its last part.
        ("\u{AC00}\u{11A7}", "((\"\u{AC00} _\u{11A7}\" OR \"_\u{AC00} _\u{11A7}\"))"),
        ("COVIDワク*", #"("covid ワ _ク")"#), ("武covi*", #"(("武 covi" * OR "_武 covi" *))"#),
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

    @Test func findsInTheWritingsOfManyLanguages() throws {
        let ledger = try KeptLedger()
        try ledger.take(
            SearchedTexts.all.enumerated().map { number, text in
                Documents.published(Text("s\(number)"), headline: Text(text.language), body: Text(text.body))
            })
        let views = try ledger.views()
        #expect(try views.catchUp())
        for (number, text) in SearchedTexts.all.enumerated() {
            for term in text.found + text.notFound {
                let rows = try views.rows(StoryIndex.self, RowQuery(search: SearchQuery(term)))
                let isFound = rows.contains { $0.story == Text("s\(number)") }
                #expect(isFound == text.found.contains(term), "\(text.language): \(term)")
                for row in rows { #expect(row.snippet?.matches.isEmpty == false, "\(text.language): \(term)") }
            }
        }
    }

    @Test func findsWhatItsOwnFoldingHoldsForTheSame() {
        var scalars = SearchScalars()
        func folded(_ text: String) -> String { String(decoding: SearchText(text, &scalars).bytes, as: UTF8.self) }
        for (one, other) in SearchedTexts.same { #expect(folded(one) == folded(other), "\(one) and \(other)") }
        for (one, other) in SearchedTexts.other { #expect(folded(one) != folded(other), "\(one) and \(other)") }
    }

    @Test func foldsEachScalarToWhatItFoldsTo() {
        var scalars = SearchScalars()
        for value in UInt32(0)...0x10FFFF {
            guard value < 0x3400 || value > 0xABFF, value < 0xD7FF || value > 0xF8FF, value < 0x20000,
                let scalar = Unicode.Scalar(value)
            else { continue }
            let once = SearchText("a \(scalar)x", &scalars, recordsTokens: true)
            let text = String(decoding: once.bytes, as: UTF8.self).replacing("_", with: "")
            let twice = String(decoding: SearchText(text, &scalars).bytes, as: UTF8.self)
            #expect(twice.replacing("_", with: "") == text, "\(String(value, radix: 16))")
            #expect(once.tokens.allSatisfy { $0.source.upperBound <= scalar.utf8.count + 3 && !$0.folded.isEmpty })
        }
    }

    @Test func aTextThatChangesIsFoundByNothingItNoLongerSays() throws {
        let ledger = try KeptLedger()
        try ledger.take([
            Documents.published("bridge", body: "The fer\u{301}ry and 武器."),
            Documents.updated("bridge", body: "武 only."),
        ])
        let views = try ledger.views()
        #expect(try views.catchUp())
        try ledger.take([Documents.updated("bridge", body: "Μόνο 器.")])
        #expect(try views.catchUp())
        for (query, count) in [("ferry", 0), ("武器", 0), ("武", 0), ("only", 0), ("ΜΟΝΟ", 1), ("器", 1)] {
            #expect(try views.rows(StoryIndex.self, RowQuery(search: SearchQuery(query))).count == count, "\(query)")
        }
    }

    @Test func cutsAPieceOutOfAnyText() throws {
        for text in SearchedTexts.all {
            let body = String(repeating: text.body + " ", count: 5)
            for term in text.found {
                var cutter = SnippetCutter(try SearchQuery(term))
                let snippet = cutter.cut(["", body])
                #expect(!snippet.matches.isEmpty, "\(term)")
                let bytes = snippet.text.bytes
                for match in snippet.matches {
                    let found = String(validating: bytes[match], as: UTF8.self)
                    #expect(found.map { body.unicodeScalars.contains($0.unicodeScalars) } == true, "\(term)")
                }
            }
        }
        var cutter = SnippetCutter(try SearchQuery("gone"))
        #expect(cutter.cut([]) == Snippet(text: "", matches: []))
        #expect(cutter.cut(["", "ทำให้ ๒"]).matches.isEmpty)
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
