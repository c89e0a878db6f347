import CanonicalJSON
import StoryEvents
import Testing

@testable import Export

@Suite struct StoryFileNameTests {
    @Test(arguments: [
        ("harbor-bridge", "harbor-bridge.md"), ("..", "%2E..md"), (".git", "%2Egit.md"), ("-x", "%2Dx.md"),
        ("a/b", "a%2Fb.md"),
        ("a b", "a%20b.md"), ("%2F", "%252F.md"), ("桥", "桥.md"),
    ])
    func staysInItsDirectory(_ id: String, _ name: String) throws {
        #expect(StoryFileName.name(of: try #require(StoryID(Text(id)))) == name)
    }

    @Test func isShortAndDifferentForEveryStory() throws {
        let ids = ["a", "b"].map { String(repeating: "桥/", count: 49) + $0 }
        let names = try ids.map { StoryFileName.name(of: try #require(StoryID(Text($0)))) }
        #expect(Set(names).count == 2)
        #expect(names.allSatisfy { $0.utf8.count <= 204 && !$0.unicodeScalars.contains("\u{FFFD}") })
    }
}
