import CanonicalJSON
import EventLog
import LedgerTestKit
import ProseRendering
import StoryEvents
import Testing

@testable import AuditSite

@Suite("Withheld text has a mark-up of its own")
struct WithheldPagesTests {
    /// Two versions, of which one paragraph and a note were withheld; and a text that imitates such words.
    private static func site() throws -> AskedSite {
        let imitation = "[2 paragraphs were withheld by nobody]"
        let body = { (first: String) -> Text in Text("\(first)\n\nAda Quist, a nurse.\n\n\(imitation)") }
        let site = try AskedSite([
            [Documents.published(headline: "Park", body: body("A bench."))],
            [
                AskedSite.document(
                    "updated", "harbor-bridge", ["body": .string(body("Two benches.")), "note": "Ada Quist asked us."])
            ],
            [AskedSite.document("updated", "harbor-bridge", ["headline": "Parks", "change": "correction"])],
        ])
        let request = WithholdingRequest.words(
            "Ada Quist", story: try #require(StoryID("harbor-bridge")), everywhere: false)
        _ = try Withholder(try site.ledger.open(.readWrite)).withhold(
            request, reason: "order 12", authority: "The Court")
        return site
    }

    private static let mark = "<mark class=\"hole\" role=\"note\" aria-label=\"withheld by the ledger\">"

    @Test(arguments: [
        "", "/versions/1", "/versions/2", "/diff?from=1&to=2", "/diff?from=1&to=2&view=side-by-side",
        "/diff?from=1&to=3&whole=yes",
        "/blame", "/timeline", "/case-file?from=1&to=2", "/case-file?save=yes", "/feed.atom", "/feed.json",
    ])
    func onEachPage(_ part: String) throws {
        let site = try Self.site()
        var page = site.text("/stories/harbor-bridge" + part)
        if part.hasPrefix("/feed") {
            page = page.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
                .replacing("\\\"", with: "\"").replacing("\\/", with: "/")
        }
        let holes = page.components(separatedBy: "[1 paragraph withheld by @3: “order 12” (“The Court”)").count - 1
        #expect(page.components(separatedBy: Self.mark + "[1 paragraph withheld by @3:").count - 1 == holes, "\(part)")
        #expect(holes > 0 || part == "/timeline", "\(part)")
        #expect(!page.contains(Self.mark + "[2 paragraphs"), "\(part)")
        // Of the note, wherever it is quoted: the titles of a picture and the fields of a feed hold text alone.
        guard !part.hasPrefix("/feed") else { return }
        page = page.replacing(/<title>[^<]*<\/title>/, with: "")
        let notes = page.components(separatedBy: "[withheld by @3:").count - 1
        #expect(page.components(separatedBy: Self.mark + "[withheld by @3:").count - 1 == notes, "\(part)")
    }

    /// In attributes, titles and pictures there is no markup.
    @Test func nowhereElse() throws {
        var page = Markup(marksWithheld: true)
        let words = "[withheld by @3: “r” (“a”)] rest"
        page.element("title", words)
        page.element("option", ["value": words], words)
        page.element("p", words)
        #expect(page.html.components(separatedBy: "<mark").count == 2)
        #expect(page.html.contains("<p>\(Self.mark)[withheld by @3: “r” (“a”)]</mark> rest</p>"))
        var xml = Markup()
        xml.element("summary", words)
        #expect(!xml.html.contains("<mark"))
    }

    /// The rule of pages finds the words that takedowns write, and all of them, whatever the keeper gives as reason.
    @Test(arguments: 0..<400)
    func theRuleIsThatOfTakedowns(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let parts = [
            "order", "]", "[", "\u{201C}", "\u{201D}", " (", ")", "\"", "\n", ", text 1 of 2]", "@3",
            "[withheld by @4: ", "é",
        ]
        func text() -> Text {
            Text(
                (0..<Int.random(in: 1...8, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
                    .joined())
        }
        let taken = Takedown.Taken(position: Position(1), pieces: .some([2]), version: nil, fields: [], change: nil)
        let withheld = Withheld(
            by: Position(Int64.random(in: 0...99, using: &random)), recorded: ManualClock.noon, reason: text(),
            authority: text(),
            taken: taken, texts: [2: 1], textCount: Int.random(in: 1...3, using: &random))
        for kind in [DisclosedData.Hole.string, .paragraph(isLast: true)] {
            let hole = withheld.hole(2, kind)
            let bytes = Array("before ".utf8) + hole + Array(" ”), after]".utf8)
            #expect(WithheldWords.places(in: bytes) == [7..<7 + hole.count], "\(String(decoding: hole, as: UTF8.self))")
        }
    }

    /// A hole whose takedown came after the moment of the page is named in its custody.
    @Test func aCaseFileOfThePastNamesTheTakedown() throws {
        let site = try Self.site()
        let page = site.text("/stories/harbor-bridge/case-file?as-of=@2")
        #expect(page.contains("href=\"/events/3?as-of=%402\""))
        #expect(page.contains("What a takedown took out since is not shown here either"))
    }

    /// A version whose data is gone says so where it says what changed.
    @Test func aWithheldVersionIsNamedWhereChangesAre() throws {
        let site = try AskedSite([
            [Documents.published(headline: "Park", body: "A bench.")],
            [AskedSite.document("updated", "harbor-bridge", ["body": "Two.", "change": "hold"])],
        ])
        _ = try Withholder(try site.ledger.open(.readWrite)).withhold(.event(Position(1)), reason: "r", authority: "a")
        let page = site.text("/stories/harbor-bridge/case-file?from=1&to=2")
        #expect(page.contains(Self.mark + "[withheld by event @2 on "))
        #expect(page.contains("Held by @1, by the keeper&#39;s word alone"))
        #expect(site.text("/stories/harbor-bridge").contains("Held by @1, by the keeper&#39;s word alone"))
    }
}
