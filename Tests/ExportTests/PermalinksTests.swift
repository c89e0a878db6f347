import CanonicalJSON
import StoryEvents
import Testing

@testable import Export

@Suite struct PermalinksTests {
    @Test(arguments: [
        ("harbor", "/stories/harbor"), ("a/b", "/stories/a%2Fb"), ("..", "/stories/%2E%2E"),
        ("ü?#", "/stories/%C3%BC%3F%23"),
    ])
    func escapesTheStory(_ id: String, _ path: String) throws {
        #expect(
            Permalinks(site: "https://x.example/").story(try #require(StoryID(Text(id)))) == "https://x.example" + path)
    }

    @Test func theFirstVersionHasNoChange() throws {
        let (links, story) = (Permalinks(site: ""), try #require(StoryID("a")))
        #expect(links.change(1, of: story) == "/stories/a/versions/1")
        #expect(links.change(3, of: story) == "/stories/a/diff?from=2&to=3")
        #expect(links.event(Position(7)) == "/events/7")
    }
}
