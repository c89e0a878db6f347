import CanonicalJSON
import LedgerTestKit
import StoryEvents

/// Documents about one story, some of which a ledger refuses: few parties, few claims and few moments, so that what is
/// done about them meets.
struct RandomStory {
    private let parties: [Text]
    /// The most claims and requests that an update adds, and half the most claims that a move names.
    private let breadth: Int
    private var random: SeededRandom
    private var claims = 3
    private var requests = 0
    /// Seconds since 1970 on the clock of the story.
    private(set) var now: Int64 = 1_777_852_800

    init(seed: UInt64, parties: Int = 3, breadth: Int = 1) {
        random = SeededRandom(seed: seed)
        self.parties = ["Ada", "Bo", "Cleo"].prefix(parties) + (3..<max(3, parties)).map { "P\($0)" }
        self.breadth = breadth
    }

    /// The document that starts it.
    mutating func published() -> JSON {
        var data: JSONObject = ["headline": "h", "body": "b"]
        data["claims"] = .array((0..<3).map { claim("c\($0)") })
        if odds(2) { data["requests"] = [request()] }
        return document("published", data)
    }

    /// The next document.
    mutating func next() -> JSON {
        now += Int64.random(in: 0...5, using: &random) * 600
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<3: return denied()
        case 3..<6: return reiterated()
        case 6..<10: return responded()
        default: return updated()
        }
    }

    private mutating func denied() -> JSON {
        var data: JSONObject = ["by": .string(party()), "claims": .array(named())]
        if odds(2) { data["extent"] = "partial" }
        if odds(4) { data["counterclaim"] = newClaim() }
        return document("denied", data)
    }

    private mutating func reiterated() -> JSON {
        var data: JSONObject = ["by": .string(party())]
        if !odds(4) { data["claims"] = .array(named()) }
        if odds(3) { data["strength"] = "softer" }
        return document("reiterated", data)
    }

    private mutating func responded() -> JSON {
        let outcome = ["statement", "declined", "no-response", "acknowledges", "confirms", "confirms", "withdraws"]
            .randomElement(using: &random)!
        var data: JSONObject = ["by": .string(party()), "outcome": .string(Text(outcome))]
        if !odds(3) { data["claims"] = .array(named()) }
        if odds(3) { data["statement"] = "s" }
        if odds(4) { data["request"] = .string("r\(Int.random(in: 0...max(0, requests - 1), using: &random))") }
        return document("responded", data)
    }

    private mutating func updated() -> JSON {
        var data: JSONObject = ["reason": "r"]
        switch Int.random(in: 0..<7, using: &random) {
        case 0: data["change"] = "hold"
        case 1: data["change"] = "kill"
        case 2, 3: data["change"] = "release"
        case 4: data["corrects"] = .array(named().prefix(1).map { $0 })
        case 5: data["claims"] = .array((0..<Int.random(in: 1...breadth, using: &random)).map { _ in newClaim() })
        default: data["requests"] = .array((0..<Int.random(in: 1...breadth, using: &random)).map { _ in request() })
        }
        if odds(3) { data["body"] = .string("b\(now)") }
        return document("updated", data)
    }

    private mutating func document(_ type: Text, _ data: JSONObject) -> JSON {
        var time = now
        if odds(4) { time -= Int64.random(in: 1...9, using: &random) * 600 }
        return ["type": .string(type), "time": .string(Self.text(time)), "data": .object(data)]
    }

    private static func text(_ seconds: Int64) -> Text { Text(CivilTime(seconds: seconds).text + "Z") }

    private mutating func claim(_ id: Text) -> JSON {
        var claim: JSONObject = ["id": .string(id), "text": "t"]
        if !odds(3) { claim["attribution"] = .array((0..<Int.random(in: 1...2, using: &random)).map { _ in hop() }) }
        if odds(2) { claim["about"] = [.string(party())] }
        return .object(claim)
    }

    private mutating func hop() -> JSON { ["speaker": .string(party())] }

    private mutating func newClaim() -> JSON {
        claims += 1
        return claim("c\(claims - 1)")
    }

    private mutating func request() -> JSON {
        requests += 1
        var request: JSONObject = ["id": .string("r\(requests - 1)"), "party": .string(party())]
        if odds(2) { request["claims"] = .array(named()) }
        if !odds(3) { request["asked"] = .string(Self.text(now - Int64.random(in: 0...6, using: &random) * 600)) }
        return .object(request)
    }

    private mutating func named() -> [JSON] {
        var ids = Set(
            (0..<Int.random(in: 1...2 * breadth, using: &random)).map { _ in Int.random(in: 0..<claims, using: &random)
            })
        return (0..<claims).filter { ids.remove($0) != nil }.map { .string("c\($0)") }
    }

    private mutating func party() -> Text { parties.randomElement(using: &random)! }

    private mutating func odds(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
}
