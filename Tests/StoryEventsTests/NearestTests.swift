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

    /// Characters that do not show are no difference, however many and wherever they stand.
    @Test(arguments: [
        "\u{E0100}", "\u{FEFF}", "\u{200B}\u{2060}\u{FE0F}", String(repeating: "\u{FEFF}\u{E01EF}", count: 40),
    ])
    func whatDoesNotShowIsNoDifference(hidden: String) {
        for name in ["a1", "body", "Évry"] {
            for place in 0...name.count {
                let written = name.prefix(place) + hidden + name.dropFirst(place)
                #expect(nearest(to: String(written), among: ["b2", "bodi", "a1", "body", "Évry"]) == name)
                #expect(nearest(to: name, among: ["b2", "bodi", String(written)]) == String(written))
            }
        }
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
