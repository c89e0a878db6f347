import CanonicalJSON
import Foundation
import StoryEvents
import Testing

@testable import AuditSite

@Suite("Pages of a story with many versions stay short", .serialized)
struct LongStoryPagesTests {
    private static func long(_ versions: Int) throws -> SiteUnderTest {
        let site = try SiteUnderTest()
        func document(_ type: Text, _ data: JSON) -> JSON {
            ["type": .string(type), "subject": "long", "time": "2026-03-02T10:00:00Z", "data": data]
        }
        let more: [JSON] = (2...versions).map {
            document("updated", ["body": .string(Text("It is number \($0). The rest stays as it was."))])
        }
        try site.takeTogether(
            [document("published", ["headline": "Long", "body": "It is number 1. The rest stays as it was."])] + more)
        return site
    }

    @Test func noneIsLongerThanItMayBe() throws {
        let site = try Self.long(400)
        for target in [
            "", "?versions=all", "?versions=200", "/timeline", "/timeline?before=200", "/diff?from=1&to=400",
            "/diff?from=399&to=400", "/diff?from=1&to=200&view=side-by-side", "/claims", "/versions/400",
        ] {
            let answer = try site.answer("/stories/long" + target)
            #expect(answer.status == 200 && answer.body.count <= 60_000, "\(target): \(answer.body.count)")
        }
    }

    /// Each entry of the timeline and each version is on one page, and links lead from page to page.
    @Test(arguments: [("/stories/long/timeline", "events/", 90), ("/stories/long", "versions/", 90)])
    func allIsThere(path: String, item: String, count: Int) throws {
        let site = try Self.long(count)
        var found: Set<String> = []
        var target: String? = path
        var pages = 0
        while let address = target, pages < 9 {
            let page = try site.page(address)
            let list = page.components(separatedBy: "<ol class=").last ?? ""
            for match in list.matches(of: /href="([^"#?]*)"/) where match.output.1.contains(item) {
                found.insert(String(match.output.1))
            }
            target = page.firstMatch(of: /href="([^"]*)" rel="prev"/).map {
                $0.output.1.replacing("&amp;", with: "&").components(separatedBy: "#")[0]
            }
            pages += 1
        }
        #expect(found.count >= count && pages > 1)
    }

    @Test(arguments: ["/timeline?before=0", "/timeline?before=-1", "/timeline?before=x", "?versions=0", "?versions=v3"])
    func noOtherNumbers(target: String) throws {
        #expect(try Self.long(3).answer("/stories/long" + target).status == 400)
    }

    @Test func versionsAreChosenByNumberWhereTheyAreMany() throws {
        let page = try Self.long(60).page("/stories/long/diff?from=29&to=30")
        #expect(
            page.contains("<input type=\"number\" name=\"from\" value=\"29\" min=\"1\" max=\"60\" list=\"near-from\">"))
        #expect(page.contains("<option value=\"39\">") && !page.contains("<option value=\"41\">"))
        #expect(try Self.long(3).page("/stories/long/diff").contains("<select name=\"from\">"))
    }
}
