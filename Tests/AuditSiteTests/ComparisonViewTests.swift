import CanonicalJSON
import ProseRendering
import Testing

@testable import AuditSite

@Suite("How a comparison is shown")
struct ComparisonViewTests {
    private static func site() throws -> SiteUnderTest {
        let site = try SiteUnderTest()
        let sentences = ["It rains.", "It is cold.", "The sea is high.", "Nobody is out.", "The inn is open."]
        func body(_ change: String) -> JSON { .string(Text((sentences + [change] + sentences).joined(separator: " "))) }
        try site.take([
            [
                "type": "published", "subject": "storm", "source": "cms", "time": "2026-03-02T10:00:00Z",
                "data": [
                    "headline": "Storm", "language": "en",
                    "body": body("He said “yes, I will” to Peter Smith in 40 days."),
                ],
            ],
            [
                "type": "updated", "subject": "storm", "source": "cms", "time": "2026-03-02T11:00:00Z",
                "data": ["body": body("He said “no, I never will” to Paul Jones in 50 days.")],
            ],
        ])
        return site
    }

    @Test(arguments: [
        ("changes", 0), ("context", 2), ("whole", 10),
    ]) func showsAsMuchAsItIsAsked(extent: String, sentences: Int) throws {
        for view in ["inline", "side-by-side"] {
            let page = try Self.site().page("/stories/storm/diff?extent=\(extent)&view=\(view)")
            var text = page.components(separatedBy: "<h2>Body</h2>").last ?? ""
            text = text.replacing(/<details.*?<\/details>/.dotMatchesNewlines(), with: "")
            let shown = ["It rains.", "It is cold.", "The sea is high.", "Nobody is out.", "The inn is open."].reduce(0)
            {
                $0 + text.components(separatedBy: $1).count - 1
            }
            #expect(shown == (view == "inline" ? 1 : 2) * sentences, "\(extent) \(view)")
            #expect(page.contains("<option value=\"\(extent)\" selected>"))
        }
    }

    /// Addresses of earlier releases mean what they did.
    @Test func wholeIsAnotherNameForIt() throws {
        let site = try Self.site()
        let whole = try site.page("/stories/storm/diff?extent=whole")
        #expect(!whole.contains("unchanged sentences"))
        #expect(try !site.page("/stories/storm/diff?whole=yes").contains("unchanged sentences"))
        #expect(try site.answer("/stories/storm/diff?extent=all").status == 400)
    }

    @Test func theAPILeavesOutWhatDidNotChange() throws {
        let site = try Self.site()
        let whole = try site.page("/api/v1/stories/storm/diff?extent=whole")
        #expect(try whole == site.page("/api/v1/stories/storm/diff") && whole.contains("\"op\":\"equal\""))
        let changes = try site.page("/api/v1/stories/storm/diff?extent=changes")
        #expect(changes.contains("\"newText\"") && changes.count < whole.count)
    }

    @Test func theMarksOfAChangeHaveWords() throws {
        let page = try Self.site().page("/stories/storm/diff")
        let marks = page.matches(of: /data-mark="([^"]*)"/).map { String($0.output.1) }
        for mark in ["number", "name", "quotation"] {
            #expect(marks.contains { $0.components(separatedBy: ", ").contains(mark) }, "\(mark) is not among \(marks)")
        }
    }

    @Test func manyEditsAreFoldedAboveTheChanges() throws {
        let site = try Self.site()
        func take(_ hours: ClosedRange<Int>) throws {
            try site.take(
                hours.map { hour in
                    [
                        "type": "updated", "subject": "storm", "source": "cms",
                        "time": .string(Text("2026-03-02T\(hour):00:00Z")),
                        "data": ["body": .string(Text("It rains since \(hour) o'clock."))],
                    ]
                })
        }
        try take(12...15)
        #expect(try !site.page("/stories/storm/diff?from=1&to=6").contains("one by one"))
        try take(16...16)
        let page = try site.page("/stories/storm/diff?from=1&to=7")
        #expect(page.contains("<details><summary>The 6 edits from version 1 to version 7, one by one</summary>"))
        #expect(page.contains("<h2>Body</h2>"))
    }

    @Test func thePermanentLinkKeepsHowItIsShown() throws {
        let page = try Self.site().page(
            "/stories/storm/diff?view=side-by-side&extent=changes&noise=yes&zone=Asia/Tokyo&utm_source=x")
        let link = "/stories/storm/diff?from=1&amp;to=2&amp;view=side-by-side&amp;extent=changes&amp;noise=yes"
        #expect(page.contains("href=\"\(link)&amp;as-of=%401&amp;zone=Asia%2FTokyo\""))
        #expect(!page.contains("utm"))
    }
}

@Suite("A timeline as a picture")
struct TimelinePictureTests {
    /// Of a story that was taken in long after, too.
    @Test func showsBothTimes() throws {
        let site = try SiteUnderTest()
        try site.take([
            [
                "type": "published", "subject": "old", "source": "cms", "time": "2020-01-02T10:00:00Z",
                "data": ["headline": "Old", "body": "One."],
            ],
            [
                "type": "updated", "subject": "old", "source": "cms", "time": "2020-01-02T11:00:00Z",
                "data": ["body": "Two."],
            ],
        ])
        let page = try site.page("/stories/old/timeline")
        let picture = page.components(separatedBy: "<figure class=\"picture\">")[1].components(
            separatedBy: "</figure>")[0]
        #expect(picture.contains("All were recorded more than an hour after they happened."))
        #expect(picture.contains("<title>2020-01-02 10:00 UTC, recorded 2026-"))
        #expect(picture.contains(">recorded after</text>") && picture.contains(" d</text>"))
        #expect(picture.contains(">happened</text>") && picture.contains(">recorded</text>"))
    }

    /// However few events it has, and however long a time is.
    @Test(arguments: 1...9, ["", "?zone=America/Argentina/ComodRivadavia"]) func holdsItsTexts(
        events: Int, zone: String
    ) throws {
        let site = try SiteUnderTest()
        try site.take(
            (0..<events).map { number in
                [
                    "type": number == 0 ? "published" : "updated", "subject": "short", "source": "cms",
                    "time": .string(Text("2026-03-02T10:0\(number):00Z")),
                    "data": ["headline": "Short", "body": .string(Text("No. \(number)."))],
                ]
            })
        let page = try site.page("/stories/short/timeline" + zone)
        let width = try #require(page.firstMatch(of: /<svg viewBox="0 0 (\d+)/).flatMap { Int($0.output.1) })
        var rows: [Substring: [Range<Int>]] = [:]
        for text in page.matches(of: /<text x="(\d+)" y="(\d+)" text-anchor="(start|end)" class="gap">([^<]*)</) {
            let (x, length) = (try #require(Int(text.output.1)), text.output.4.count * 6)
            rows[text.output.2, default: []].append(text.output.3 == "start" ? x..<x + length : x - length..<x)
        }
        for row in rows.values {
            #expect(row.allSatisfy { 0 <= $0.lowerBound && $0.upperBound <= width }, "\(row) in \(width)")
            for (index, range) in row.enumerated() {
                #expect(row[..<index].allSatisfy { !$0.overlaps(range) }, "\(row)")
            }
        }
    }
}

@Suite("When a party was asked is told as it was written")
struct AskedTimesTests {
    @Test func onEachPageThatTellsOfIt() throws {
        let site = try SiteUnderTest()
        try site.take([
            [
                "type": "published", "subject": "mix", "source": "cms", "time": "2026-03-02T10:00:00Z",
                "data": [
                    "headline": "Mix", "body": "One.",
                    "requests": [
                        [
                            "id": "r", "party": ["name": "Ministry"],
                            "asked": ["at": "2026-03-01T16:00", "zone": "America/New_York", "printed": "4PM ET"],
                        ]
                    ],
                ],
            ]
        ])
        for part in ["", "/claims", "/timeline", "/case-file"] {
            let page = try site.page("/stories/mix" + part)
            #expect(page.contains("printed 4PM ET, America/New_York"), "\(part)")
        }
    }
}
