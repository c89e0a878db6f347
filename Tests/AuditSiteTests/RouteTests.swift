import CanonicalJSON
import StoryEvents
import Testing

@testable import AuditSite

@Suite("Paths and places are the same thing")
struct RouteTests {
    static let stories = ["harbor", "a b", "a/b", "50%", "地铁", "q?x#y", "\u{E9}\"<>&", "..", "-._~"].compactMap {
        StoryID(Text($0))
    }

    static let routes: [Route] =
        [
            .stories, .log, .parties, .activity, .about, .checkpoint, .health, .event(Position(0)),
            .event(Position(9_007_199_254_740_991)), .proof(Position(17)), .tile("0/x001/234"),
            .tile("entries/000.p/7"),
        ] + Route.Asset.allCases.map(Route.asset)
        + stories.flatMap { story -> [Route] in
            [.now, .version(1), .version(12), .diff, .blame, .claims, .timeline, .caseFile, .bundle(3)].map {
                .story(story, $0)
            }
        }

    @Test(arguments: routes) func everyPlaceIsReadFromItsPath(_ route: Route) {
        #expect(Route(path: route.path[...]) == route)
        #expect(route.path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
    }

    @Test(arguments: [
        "/x", "/stories", "/stories/", "/stories/a/b", "/stories/a/versions/0", "/stories/a/versions/01",
        "/stories/a/versions/-1", "/stories/a/versions/99999999999999999999", "/stories/%", "/stories/%zz",
        "/stories/%ff", "/stories/%0a", "/events/", "/events/x", "/events/1/2", "/events/1e3", "//", "/log/",
        "/assets/x",
        "/assets/..%2fkey", "",
    ])
    func otherPathsAreNone(_ path: String) {
        #expect(Route(path: path[...]) == nil)
    }

    @Test func aQueryIsWrittenAsItIsRead() {
        let query = Query(["a": "1 & 2", "b+": "é/?", "c": nil, "d": ""])
        #expect(query.encoded == "?a=1%20%26%202&b%2B=%C3%A9%2F%3F&d=")
        #expect(Query(encoded: query.encoded.dropFirst()) == query)
        #expect(Query(encoded: "a=x+y&a=2&%zz=%")["a"] == "x y")
        #expect(query["d"] == nil)
    }
}
