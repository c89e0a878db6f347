import CanonicalJSON
import EventLog
import LedgerTestKit
import StoryEvents
import Testing

@testable import AuditSite

@Suite struct FeedTests {
    private func items(_ site: AskedSite, _ target: String) throws -> [JSONObject] {
        guard case .array(let items)? = try site.json(target)["items"] else {
            throw AskedSite.NoObject(target: target)
        }
        return items.compactMap { if case .object(let item) = $0 { item } else { nil } }
    }

    @Test func theNewestEventComesFirst() throws {
        let site = try AskedSite.bridge()
        let ids = try items(site, "/feed.json").map { $0["id"]?.text?.string }
        #expect(ids == [3, 2, 1, 0].map { "tag:test.example,2026-03-02:ledger/events/\($0)" })
        #expect(try items(site, "/stories/harbor-bridge/feed.json").map { $0["id"]?.text?.string } == ids)
    }

    @Test func anEditHasWhatItChanged() throws {
        let item = try #require(try items(try .bridge(), "/feed.json").first)
        let content = try #require(item["content_html"]?.text?.string)
        #expect(content.contains("<del>noon</del>") && content.contains("<ins>six</ins>"))
        #expect(content.contains("Six, not noon."))
        #expect(item["url"] == "http://localhost/stories/harbor-bridge/diff?from=2&to=3")
    }

    @Test(arguments: [
        ("silent=1", [1]), ("denied=1", [2]), ("status=published", [3, 2, 1, 0]), ("search=nothing", []),
    ])
    func filtersAreThoseOfTheList(filter: String, positions: [Int]) throws {
        let ids = try items(try .bridge(), "/feed.json?" + filter).map { $0["id"]?.text?.string ?? "" }
        #expect(ids.map { $0.split(separator: "/").last.flatMap { Int($0) } } == positions)
    }

    @Test func markupInAHeadlineIsText() throws {
        let atom = try AskedSite.bridge().text("/feed.atom")
        #expect(!atom.contains("<closed>"))
        #expect(atom.contains("Bridge &amp;lt;closed&amp;gt;"))
    }

    /// Titles and summaries are for people: they show a hidden manifest by its length, in both formats.
    @Test func aHiddenManifestIsShownByItsLength() throws {
        let hidden = "\u{FEFF}\u{FE01}\u{E0102}"
        let claim: JSON = [
            "id": "c", "text": .string(Text("It is shut\(hidden).")), "by": .string(Text("Port\(hidden)")),
        ]
        let denial: JSON = [
            "type": "denied", "subject": "harbor-bridge", "time": "2026-03-02T11:20:00+01:00",
            "data": [
                "by": .string(Text("Council\(hidden)")), "claims": ["c"], "statement": .string(Text("No\(hidden).")),
            ],
        ]
        let site = try AskedSite([[Documents.published(headline: Text("Bridge\(hidden)"), claims: [claim])], [denial]])
        for target in [
            "/feed.json", "/feed.atom", "/feed.json?search=Bridge\(PercentCoding.encoded(hidden))",
            "/stories/x\(PercentCoding.encoded(hidden))/feed.json",
        ] {
            let text = site.text(target)
            #expect(
                !text.unicodeScalars.contains {
                    (0xFE00...0xFE0F).contains($0.value) || (0xE0100...0xE01EF).contains($0.value)
                }, "\(target)")
        }
        #expect(site.text("/feed.json").contains("<hidden manifest, 10 bytes>"))
        let bibtex = site.text("/stories/harbor-bridge/versions/1/citation.bib")
        #expect(bibtex.contains("{{Bridge}}"))
        // The record itself has its bytes.
        #expect(site.text("/api/v1/events/0").contains(hidden))
    }

    @Test func theNewestFiftyAreTold() throws {
        let edits = (0..<70).map { [Documents.updated(body: "It is shut, \($0).")] }
        let site = try AskedSite([[Documents.published()]] + edits)
        for target in ["/feed.json", "/feed.json?silent=1", "/stories/harbor-bridge/feed.json"] {
            let items = try items(site, target)
            #expect(items.count == 50, "\(target)")
            #expect(items.first?["id"]?.text?.string.hasSuffix("/70") == true)
        }
    }

    @Test func pagesNameTheirFeeds() throws {
        let site = try AskedSite.bridge()
        #expect(site.text("/stories/harbor-bridge").contains("href=\"/stories/harbor-bridge/feed.atom\""))
        #expect(site.text("/?silent=1").contains("href=\"/feed.atom?silent=1\""))
        #expect(site.text("/").contains("href=\"/feed.json\""))
    }

    @Test(arguments: [
        ("test.example/ledger", "tag:test.example,2026-03-02:ledger/x"),
        ("Harbor_Paper", "tag:harbor-paper,2026-03-02:x"),
        ("news.example:80/a b", "tag:news.example-80,2026-03-02:a%20b/x"),
    ]) func aTagIsMadeOfTheOrigin(origin: String, tag: String) throws {
        let facts = TemporaryLedger.facts
        let named = LedgerFacts(origin: origin, created: facts.created, secret: TemporaryLedger.secret)
        #expect(TagURI(named).text("x") == tag)
    }
}
