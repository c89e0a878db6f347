import LedgerTestKit
import Projections
import StoryEvents
import Testing

@Suite("A contested story of forty events stands at every cut where it stands on paper")
struct ContestedStoryTests {
    private let paper: ContestedStory
    private let story: StoryUnderTest

    init() throws {
        paper = try ContestedStory()
        story = try StoryUnderTest()
        for event in paper.events {
            let outcome = try story.append(event.document, time: event.time, recorded: event.recorded)
            try #require(outcome == .appended, "\(event.document)")
        }
    }

    @Test func everyStandingIsReachedAndEveryAnswerHasAReason() {
        #expect(paper.events.count == 40)
        let words = Set(paper.events.flatMap { $0.asOf.stands.split(whereSeparator: { " |".contains($0) }) })
        #expect(Standing.allCases.allSatisfy { words.contains(Substring($0.rawValue)) })
        let requests = Set(paper.events.flatMap { $0.asOf.requests.split(whereSeparator: { " |()".contains($0) }) })
        #expect(RequestStanding.allCases.allSatisfy { requests.contains(Substring($0.rawValue)) })
        #expect(paper.events.allSatisfy { $0.reasons == 1 })
    }

    @Test func asOfEveryPosition() throws {
        for (place, event) in paper.events.enumerated() {
            let cut = StoryCut(asOf: .position(Position(Int64(place))))
            let found = try answer(cut)
            #expect(found == event.asOf, "as of @\(place)")
        }
    }

    @Test func asOfEveryMomentOfRecording() throws {
        for (place, event) in paper.events.enumerated() {
            let found = try answer(StoryCut(asOf: .time(event.recorded)))
            #expect(found == event.asOf, "as of \(event.recorded), @\(place)")
        }
    }

    @Test func asOfEveryVersion() throws {
        for (number, place) in [(1, 0), (2, 18), (3, 25), (4, 39)] {
            #expect(try answer(StoryCut(asOf: .version(number))) == paper.events[place].asOf, "as of v\(number)")
        }
    }

    @Test func atEveryMomentInTheWorld() throws {
        for (place, event) in paper.events.enumerated() {
            var expected = event.asOf
            if !event.at.stands.isEmpty { expected.stands = event.at.stands }
            if !event.at.requests.isEmpty { expected.requests = event.at.requests }
            if expected.stands == "not yet" {
                #expect(try answer(StoryCut(at: event.time)) == nil, "at \(event.time)")
            } else {
                let found = try answer(StoryCut(at: event.time))
                #expect(found == expected, "at \(event.time), when @\(place) happened")
            }
        }
    }

    @Test func atBothCuts() throws {
        #expect(paper.both.count == 7)
        for both in paper.both {
            let times = TimeReader(zone: .utc, now: ManualClock.noon)
            let cut = StoryCut(asOf: try Cut(both.asOf, times), at: try EventTime(both.at))
            let found = try answer(cut)
            #expect(found == both.answer, "as of \(both.asOf) at \(both.at)")
        }
    }

    @Test func backdatedEventsAreMarked() throws {
        let board = try #require(try story.board())
        for (place, event) in paper.events.enumerated() {
            let backdating = board.backdating(at: Position(Int64(place)))
            #expect(backdating.isBackdated == event.isBackdated, "@\(place)")
        }
        let timeline = try story.timeline()
        let marked = timeline.entries.filter(\.backdating.isBackdated).map(\.envelope.position.value)
        #expect(marked == [38, 10, 33])
    }

    /// `fuel denied | toll answered`, `mill answered 57600 (silent)`; nil where there is no story.
    private func answer(_ cut: StoryCut) throws -> ContestedStory.Answer? {
        guard let board = try story.board(cut) else { return nil }
        let stands = zip(board.claims.claims, board.claims.summaries).map { "\($0.id) \($1.standing.rawValue)" }
        let requests = zip(board.claims.requests, board.claims.answers).map { request, answers in
            let seconds = answers.seconds.map { "\($0) " } ?? ""
            let id = request.request.id?.string ?? ""
            return "\(id) \(answers.standing.rawValue) \(seconds)(\(answers.standingAtPublication.rawValue))"
        }
        return ContestedStory.Answer(
            stands: stands.joined(separator: " | "),
            requests: requests.isEmpty ? "none" : requests.joined(separator: " | "))
    }
}
