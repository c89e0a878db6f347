import CanonicalJSON
import StoryEvents
import Testing

@testable import AuditSite

@Suite("Times as they were written")
struct ToldTimesTests {
    private static func site() throws -> SiteUnderTest {
        let site = try SiteUnderTest.withStory()
        let when: (Text, Text) -> JSON = { at, printed in
            ["at": .string(at), "zone": "America/New_York", "printed": .string(printed)]
        }
        try site.take([
            [
                "type": "updated", "subject": "harbor", "source": "cms", "time": when("2026-03-02T08:20", "8:20AM ET"),
                "data": ["body": "The bridge will close for 70 days.\n\nRepairs begin in May."],
            ],
            [
                "type": "denied", "subject": "harbor", "source": "wire", "time": when("2026-03-02T09:30", "9:30AM ET"),
                "data": ["by": ["name": "Harbor office"], "claim": "closure", "statement": "Still nobody."],
            ],
        ])
        return site
    }

    @Test(arguments: [
        ("/stories/harbor", ["8:20AM ET", "9:30AM ET"]), ("/stories/harbor/timeline", ["8:20AM ET", "9:30AM ET"]),
        ("/stories/harbor/claims", ["9:30AM ET"]), ("/stories/harbor/case-file", ["8:20AM ET", "9:30AM ET"]),
        ("/stories/harbor/diff", ["8:20AM ET"]), ("/stories/harbor/versions/3", ["8:20AM ET"]),
        ("/log", ["8:20AM ET", "9:30AM ET"]), ("/events/3", ["8:20AM ET"]),
    ])
    func areTextOnEveryPage(_ address: String, _ printed: [String]) throws {
        let site = try Self.site()
        for suffix in ["", "?zone=Asia/Tokyo"] {
            let page = try site.page(address + suffix)
            for words in printed {
                #expect(page.contains("printed \(words), America/New_York)</span>"), "\(words) on \(address)\(suffix)")
            }
        }
    }

    @Test func theirOwnOffsetIsTextInAnotherZone() throws {
        let page = try Self.site().page("/stories/harbor/timeline?zone=Asia/Tokyo")
        #expect(page.contains("(told as 2026-03-02 08:20 -05:00, printed 8:20AM ET, America/New_York)"))
        #expect(page.contains("2026-03-02 22:20 Asia/Tokyo"))
        // Another one's time is its own.
        #expect(page.contains("(told as 2026-03-02 10:00 UTC)</span>"))
    }
}
