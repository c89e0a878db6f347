import CanonicalJSON
import Testing

@testable import StoryEvents

struct NearestTests {
    @Test(arguments: [
        ("headlne", "headline"), ("HEADLINE", "headline"), ("ehadline", "headline"), ("boddy", "body"), ("xyzzy", nil),
        ("", nil), ("b", nil), ("bod", "body"), ("headlineheadline", nil),
    ])
    func findsTheNameThatWasMeant(name: String, known: String?) {
        #expect(nearest(to: name, among: ["headline", "body", "byline"]) == known)
    }

    @Test func theFirstOfEqualsWins() {
        #expect(nearest(to: "cx", among: ["c1", "c2"]) == "c1")
    }

    @Test func listsWhatIsKnownWhereNothingIsNear() {
        #expect(suggestion(for: "xyzzy", among: ["a1", "b2"]) == "known here: a1, b2")
        #expect(suggestion(for: "a", among: []) == "remove it")
        #expect(listed((0..<22).map(String.init)).hasSuffix("18, 19 and 2 more"))
    }
}
