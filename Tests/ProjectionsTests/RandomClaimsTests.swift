import CanonicalJSON
import LedgerTestKit
import Projections
import StoryEvents
import Testing

@Suite("Random stories stand at every cut where a slow and obvious model says")
struct RandomClaimsTests {
    @Test(arguments: 0..<16 as Range<UInt64>)
    func standsWhereTheModelSays(seed: UInt64) throws {
        let events = try Self.history(seed: seed)
        let model = try events.map { ClaimsModel.Event($0, try #require(try $0.data())) }
        let moments = Set(events.map(\.envelope.time.seconds)).sorted()
        for count in 1...events.count {
            for moment in moments + [.max] {
                let places = (0..<count).filter { model[$0].time <= moment }
                guard !places.isEmpty else { continue }
                try compare(
                    places.map { events[$0] }, ClaimsModel(events: places.map { model[$0] }),
                    "seed \(seed), as of @\(count - 1), at \(moment)")
            }
        }
    }

    /// What was withheld counts for nothing, but for the hold, release or kill it was.
    @Test(arguments: 0..<16 as Range<UInt64>)
    func standsWithoutWhatWasWithheld(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var events = try Self.history(seed: seed)
        var model = try events.map { ClaimsModel.Event($0, try #require(try $0.data())) }
        for place in events.indices.shuffled(using: &random) {
            model[place] = model[place].erased
            events[place] = events[place].withheld(change: model[place].data["change"]?.text)
            try compare(events, ClaimsModel(events: model), "seed \(seed), with @\(place) withheld too")
        }
    }

    /// The property is worth something only where it gets about.
    @Test func theHistoriesReachEveryStanding() throws {
        var standings: Set<Standing> = []
        for seed in 0..<16 as Range<UInt64> {
            var board = ClaimBoard()
            for event in try Self.history(seed: seed) {
                try board.apply(event)
                standings.formUnion(board.standings.values)
            }
        }
        #expect(standings == Set(Standing.allCases))
    }

    private static func history(seed: UInt64) throws -> [RecordedEvent] {
        var random = RandomStory(seed: seed)
        let story = try StoryUnderTest()
        _ = try story.append(random.published(), recorded: random.now)
        for _ in 0..<16 { _ = try story.append(random.next(), recorded: random.now) }
        return try story.events()
    }

    private func compare(_ events: [RecordedEvent], _ model: ClaimsModel, _ cut: Comment) throws {
        var board = ClaimBoard()
        for event in events { try board.apply(event) }
        let json = board.json
        let claims = json["claims"]?.list ?? []
        #expect(Set(claims.compactMap { $0["id"]?.text }) == model.ids, cut)
        for claim in claims {
            let id = try #require(claim["id"]?.text)
            let moves = claim["moves"]?.list ?? []
            #expect(claim["standing"]?.text == model.standing(of: id), "\(cut), \(id)")
            #expect(
                moves.compactMap { $0["position"]?.whole }
                    == model.moves(on: id).sorted { $0.happens(before: $1) }.map(\.position), "\(cut), \(id)")
            for move in moves {
                let isBackdated = model.backdated.contains(try #require(move["position"]?.whole))
                #expect(move["backdated"] == .bool(isBackdated), "\(cut), \(id)")
            }
        }
        let requests = (json["requests"]?.list ?? []).map { request in
            ClaimsModel.Request(
                standing: request["standing"]?.text ?? "", before: request["standingAtPublication"]?.text ?? "",
                seconds: request["seconds"]?.whole,
                answers: request["answers"]?.list.compactMap { $0["position"]?.whole } ?? [])
        }
        #expect(requests == model.requests, cut)
    }
}
