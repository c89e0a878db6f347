import CanonicalJSON
import LedgerTestKit

/// Documents of every type about a few stories, in random order; many of them are refused, as in life.
struct RandomHistory {
    private var random: SeededRandom
    private var number = 0

    private static let stories: [Text] = ["ferry", "roof", "\u{E9}cole", "\u{C9}cole"]
    private static let parties: [Text] = [
        "Ministry of Ports", "ministry of ports", "Zo\u{EB} Ann\u{E9}", "Zoe\u{308} Anne\u{301}", "ZOE ANNE",
        "Lindholm-Works",
    ]
    private static let bodies: [Text] = [
        "The ferry stops in May.", "The ferry stops in June.", "The  ferry stops in June.", "No ferry at all.",
    ]

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    mutating func documents(_ count: Int) -> [JSON] { (0..<count).map { _ in document() } }

    private mutating func document() -> JSON {
        number += 1
        let story = Self.stories.randomElement(using: &random)!
        var data: JSONObject
        let type: Text
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<2:
            type = "published"
            data = ["headline": "The ferry", "body": body(), "claims": [claim()], "requests": [request()]]
        case 2..<6:
            type = "updated"
            data = ["body": body()]
            if chance(3) { data["note"] = "This story was changed." }
            if chance(4) { data["change"] = ["correction", "hold", "release", "kill"].randomElement(using: &random) }
            if chance(4) { data["claims"] = [claim()] }
            if chance(5) { data["dek"] = body() }
        case 6..<8:
            type = "denied"
            data = ["by": party(), "claim": anyClaim(), "statement": "That is not so."]
            if chance(3) { data["extent"] = "partial" }
            if chance(3) { data["counterclaim"] = claim() }
        case 8..<10:
            type = "reiterated"
            data = ["by": party(), "claim": anyClaim()]
        default:
            type = "responded"
            let outcomes: [JSON] = [
                "statement", "declined", "no-response", "acknowledges", "confirms", "withdraws",
            ]
            data = ["by": party(), "outcome": outcomes.randomElement(using: &random)!]
        }
        return [
            "type": .string(type), "subject": .string(story), "id": .string("event-\(number)"),
            "time": .string(time()), "data": .object(data),
        ]
    }

    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

    private mutating func body() -> JSON { .string(Self.bodies.randomElement(using: &random)!) }

    private mutating func party() -> JSON { .string(Self.parties.randomElement(using: &random)!) }

    private mutating func anyClaim() -> JSON { .string("claim-\(Int.random(in: 0..<5, using: &random))") }

    private mutating func claim() -> JSON {
        [
            "id": .string("claim-\(number % 5)"), "text": "The ferry stops.",
            "attribution": [["speaker": party(), "addressee": party(), "id": "first"]], "about": [party()],
        ]
    }

    private mutating func request() -> JSON { ["party": party(), "asked": "2026-02-09T16:00:00Z"] }

    /// Within ten days, in no order.
    private mutating func time() -> Text {
        let (day, hour) = (Int.random(in: 10..<20, using: &random), Int.random(in: 10..<20, using: &random))
        return "2026-02-\(day)T\(hour):00:00+02:00"
    }
}
