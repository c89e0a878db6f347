import CanonicalJSON
import LedgerTestKit
import Projections
import StoryEvents
import Testing

@Suite("Random stories stand at every cut where a slow and obvious model says", .slow)
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

    /// Longer stories, with many claims, requests and parties, folded in memory; whole, at a moment, and without an event.
    @Test func longStoriesStandWhereTheModelSays() throws {
        for seed in RandomRuns.seeds(12) {
            var random = SeededRandom(seed: seed)
            let breadth = Int.random(in: 1...8, using: &random)
            var documents = RandomStory(
                seed: seed, parties: Int.random(in: 1...12, using: &random), breadth: breadth)
            var story = MemoryStory()
            try story.append(documents.published(), recorded: documents.now)
            for _ in 0..<Int.random(in: 20...90, using: &random) {
                try story.append(documents.next(), recorded: documents.now)
            }
            let model = try story.events.map { ClaimsModel.Event($0, try #require(try $0.data())) }
            try compare(story.events, ClaimsModel(events: model), "seed \(seed)")
            let moment = try #require(model.randomElement(using: &random)).time
            let places = model.indices.filter { model[$0].time <= moment }
            try compare(
                places.map { story.events[$0] }, ClaimsModel(events: places.map { model[$0] }),
                "seed \(seed), at \(moment)")
            var (events, left) = (story.events, model)
            for place in events.indices.shuffled(using: &random).prefix(3) {
                left[place] = left[place].erased
                events[place] = events[place].withheld(change: left[place].data["change"]?.text)
            }
            try compare(events, ClaimsModel(events: left), "seed \(seed), with events withheld")
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
        try model.check(board, cut)
    }
}
