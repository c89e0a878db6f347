import CanonicalJSON
import EventLog
import LedgerTestKit
import StoryEvents
import Testing

@testable import Projections

@Suite("A search through events finds what the search of current texts finds")
struct EventSearchTests {
    private static let words = [
        "ferry", "Ferries", "bridge", "caf\u{E9}", "cafe", "5", "o'hara", "武器", "武", "器", "무기", "กรุงเทพ", "हिन्दी", "हिन्दू",
        "the",
        "THE", "runs", "run", "again", "COVIDワクチン", "ё", "e", "--", ".", "\u{301}", "d\u{E9}j\u{E0}-vu",
    ]

    private static func text(_ random: inout SeededRandom, atMost count: Int) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...count, using: &random) {
            text += words.randomElement(using: &random)! + ["", " ", ", ", "\n\n"].randomElement(using: &random)!
        }
        return text
    }

    private static func query(_ random: inout SeededRandom) -> String {
        var terms: [String] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let phrase = (0..<Int.random(in: 1...2, using: &random)).map { _ in words.randomElement(using: &random)! }
                .joined(separator: ["", " "].randomElement(using: &random)!)
            let sign = ["", "", "", "-"].randomElement(using: &random)!
            let beginning = phrase.prefix(Int.random(in: 1...phrase.count, using: &random))
            terms.append(
                sign
                    + ["\"\(phrase)\"", phrase, "\(beginning)*", "\"\(phrase)\"*"].randomElement(using: &random)!)
        }
        return terms.joined(separator: " ")
    }

    @Test func asFullTextSearchDoes() throws {
        var found = 0
        for seed in RandomRuns.seeds(5) {
            var random = SeededRandom(seed: seed)
            let ledger = try KeptLedger()
            let texts = (0..<40).map { _ in ("H" + Self.text(&random, atMost: 2), Self.text(&random, atMost: 8)) }
            try ledger.take(
                texts.enumerated().map { number, text in
                    Documents.published(Text("s\(number)"), headline: Text(text.0), body: Text(text.1))
                })
            let views = try ledger.views()
            #expect(try views.catchUp())
            for _ in 0..<60 {
                let text = Self.query(&random)
                let query: SearchQuery
                do throws(ViewsError) { query = try SearchQuery(text) } catch { continue }  // It asks for nothing.
                let stories = try views.rows(StoryIndex.self, RowQuery(search: query)).map(\.story)
                var search = EventSearch(query)
                let said = texts.indices.filter { search.finds(in: [texts[$0].0, texts[$0].1]) }
                #expect(Set(stories) == Set(said.map { Text("s\($0)") }), "seed \(seed), \(text)")
                found += said.count
            }
        }
        #expect(found > 300)
    }

    @Test func looksAtAllThatAnEventSays() throws {
        let ledger = try KeptLedger()
        try ledger.take([
            Documents.published("bridge", headline: "Bridge shut", body: "The ferry runs."),
            Documents.updated("bridge", body: "Nothing runs."),
            [
                "type": "responded", "subject": "bridge", "time": "2026-03-02T12:20:00+01:00",
                "data": ["by": "Ada Moreno", "outcome": "statement", "statement": "The ferry never ran."],
            ],
        ])
        let events = try ledger.store.events(from: .first, limit: 10)
        for (words, positions) in [
            ("ferry", [0, 2]), ("runs", [0, 1]), ("moreno", [2]), ("bridge", [0]), ("ferry -never", [0]),
            ("zeppelin", []),
        ] as [(String, [Int64])] {
            var search = EventSearch(try SearchQuery(words))
            var found: [Int64] = []
            for event in events {
                guard let excerpt = try search.excerpt(of: event) else { continue }
                #expect(!excerpt.matches.isEmpty)
                found.append(event.envelope.position.value)
            }
            #expect(found == positions, "\(words)")
        }
    }

    /// A hole says who took the words and why; the event says nothing of that.
    @Test func aHoleSaysNothing() throws {
        let ledger = try KeptLedger()
        try ledger.take([
            Documents.published(
                "bridge", headline: "Bridge shut", body: "The ferry runs.\n\nAda Moreno is ill.\n\nMore.")
        ])
        let story = try #require(StoryID("bridge"))
        _ = try Withholder(ledger.store).withhold(
            .words("Ada Moreno", story: story, everywhere: false), reason: "court order", authority: "Editor")
        let event = try #require(try ledger.store.events(from: .first, limit: 1).first)
        for (words, isFound) in [
            ("court", false), ("editor", false), ("withheld", false), ("moreno", false), ("more", true),
        ] {
            var search = EventSearch(try SearchQuery(words))
            #expect(try (search.excerpt(of: event) != nil) == isFound, "\(words)")
        }
    }
}
