import CanonicalJSON
import Testing

@testable import AuditSite

@Suite("Pictures say in words what only a pointer would show")
struct PicturesTests {
    private static func site(times: [String], notes: [String?]) throws -> SiteUnderTest {
        let site = try SiteUnderTest()
        try site.take(
            zip(times, notes).enumerated().map { index, pair in
                var data: JSONObject = ["headline": "H", "body": .string(Text("Body \(index)."))]
                if let note = pair.1 { data["note"] = .string(Text(note)) }
                return [
                    "type": index == 0 ? "published" : "updated", "subject": "s", "source": "cms",
                    "time": .string(Text(pair.0)), "data": .object(data),
                ]
            })
        return site
    }

    /// The first hours of the clock of a test's ledger.
    private static let late = ["2020-01-01T10:00:00Z", "2020-01-01T11:00:00Z", "2020-01-01T12:00:00Z"]

    @Test func theNewestNotesOfAStripStandBelowIt() throws {
        let times = (10..<16).map { "2020-01-01T\($0):00:00Z" }
        let site = try Self.site(times: times, notes: [nil, "First.", nil, "Second.", "Third.", "Fourth."])
        let page = try site.page("/stories/s")
        let notes = try #require(page.firstMatch(of: /<ul class="plain notes">.*?<\/ul>/.dotMatchesNewlines())).output
        #expect(notes.firstRange(of: /v6<\/a> Note: <q[^>]*>Fourth\./) != nil)
        #expect(notes.contains("Third.") && notes.contains("Second.") && !notes.contains("First."))
        #expect(notes.contains("<a href=\"#versions\">1 earlier, in the list of versions</a>"))
        #expect(
            try !Self.site(times: Self.late, notes: [nil, nil, nil]).page("/stories/s").contains(
                "class=\"plain notes\""))
    }

    @Test func aDelayThatAllHaveIsSaidOnce() throws {
        let page = try Self.site(times: Self.late, notes: [nil, nil, nil]).page("/stories/s/timeline")
        #expect(page.firstRange(of: /[0-9,]+ d, each of them<\/text>/) != nil)
        // And no ring tells one from the others.
        #expect(!page.contains("class=\"late\"") && !page.contains("Dashed ring"))
        #expect(page.contains("All were recorded more than an hour after they happened."))
    }

    @Test func aPictureThatIsWiderThanAPhoneSaysSo() throws {
        let page = try Self.site(times: Self.late, notes: [nil, nil, nil]).page("/stories/s/timeline")
        #expect(page.contains("<p class=\"hint narrow\">Scroll sideways to see all of it.</p>"))
        #expect(page.contains("<div class=\"scroller\" role=\"region\" tabindex=\"0\" aria-label=\"Timeline\">"))
        let times = (0..<30).map { "2020-01-01T10:\(10 + $0):00Z" }
        let wide = try Self.site(times: times, notes: Array(repeating: nil, count: 30)).page("/stories/s/timeline")
        #expect(wide.contains("<p class=\"hint\">Scroll sideways"))
    }
}
