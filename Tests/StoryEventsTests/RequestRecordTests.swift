import CanonicalJSON
import Testing

@testable import StoryEvents

@Suite("A request for comment is answered by whom it went to, and its silence stays on record")
struct RequestRecordTests {
    private static let published = """
        {"type": "published", "time": "2026-03-02T08:00:00Z", "data": {"headline": "h", "body": "b",
         "claims": [{"id": "c1", "text": "t"}], "requests": [
           {"id": "r1", "party": "Ministry", "asked": "2026-03-01T16:00:00Z"}, {"party": "Mayor"}]}}
        """

    private static func act(_ type: String, _ by: String, _ rest: String, at time: String) -> String {
        #"{"type": "\#(type)", "time": "2026-03-\#(time):00Z", "data": {"by": "\#(by)"\#(rest)}}"#
    }

    private static func response(_ outcome: String, _ by: String = "Ministry", at time: String) -> String {
        act("responded", by, #", "outcome": "\#(outcome)""#, at: time)
    }

    /// Each with what came of the request to the ministry, and the positions of what answers it.
    static let table: [(events: [String], standing: RequestStanding, answers: [Int64])] = [
        ([], .asked, []),
        ([response("no-response", at: "02T08:00")], .silent, [1]),
        ([response("declined", at: "02T08:00")], .declined, [1]),
        ([response("statement", at: "02T08:00")], .answered, [1]),
        ([response("acknowledges", at: "02T08:00")], .answered, [1]),
        ([response("no-response", at: "02T08:00"), response("declined", at: "02T09:00")], .declined, [1, 2]),
        ([response("declined", at: "02T09:00"), response("no-response", at: "02T08:00")], .declined, [2, 1]),
        ([response("no-response", at: "02T08:00"), response("statement", at: "03T09:00")], .answered, [1, 2]),
        // A party that was asked and denies or stands by something has answered; no other party answers for it.
        ([act("denied", "Ministry", #", "claim": "c1""#, at: "02T09:00")], .answered, [1]),
        ([act("reiterated", "Ministry", "", at: "02T09:00")], .answered, [1]),
        ([act("denied", "Board", #", "claim": "c1""#, at: "02T09:00")], .asked, []),
        ([response("statement", "Mayor", at: "02T09:00")], .asked, []),
        // What was said before the asking is no answer to it, whatever it says.
        ([response("statement", at: "01T15:59")], .asked, []),
        ([response("statement", at: "01T16:00")], .answered, [1]),
        (
            [act("responded", "Ministry", #", "outcome": "statement", "request": "r1""#, at: "01T15:59")],
            .asked, []
        ),
        (
            [act("responded", "Ministry", #", "outcome": "statement", "request": "r1""#, at: "01T16:00")],
            .answered, [1]
        ),
        // Another party answers for it, by naming the request.
        (
            [act("responded", "Spokesman", #", "outcome": "declined", "request": "r1""#, at: "02T09:00")],
            .declined, [1]
        ),
    ]

    @Test(arguments: table.indices)
    func comesToWhatTheTableSays(row: Int) throws {
        let (events, standing, answers) = Self.table[row]
        let found = try Story([Self.published] + events).board.answers[0]
        #expect(found.standing == standing)
        #expect(found.moves(first: 9).map(\.position.value) == answers)
        #expect(found.moves(first: 1).map(\.position.value) == Array(answers.prefix(1)))
        #expect(found.count == answers.count)
    }

    @Test func everyStandingIsReached() {
        #expect(Set(Self.table.map(\.standing)) == Set(RequestStanding.allCases))
    }

    /// Where the story does not say when it asked, it had asked by the time it reported the request.
    @Test func aRequestWithoutATimeWasMadeByTheTimeItWasToldOf() throws {
        for (time, count) in [("02T07:59", 0), ("02T08:00", 1)] {
            let story = try Story([Self.published, Self.response("statement", "Mayor", at: time)])
            #expect(story.board.answers[1].count == count)
        }
    }

    /// A story may tell that it asked after it had the answer.
    @Test func anAnswerMayBeRecordedBeforeTheRequest() throws {
        let asks = #"""
            {"type": "updated", "data": {"note": "n", "requests": [
              {"id": "r3", "party": "Board", "asked": "2026-03-02T09:00:00Z"}]}}
            """#
        let story = try Story([Self.published, Self.response("declined", "Board", at: "02T10:00"), asks])
        #expect(story.board.answers[2].standing == .declined)
    }

    @Test func aResponseThatNamesARequestAnswersNoOther() throws {
        let asks = #"{"type": "updated", "data": {"requests": [{"id": "r3", "party": "Ministry"}]}}"#
        let answers = #", "outcome": "statement", "request": "r3""#
        let story = try Story([Self.published, asks, Self.act("responded", "Ministry", answers, at: "04T09:00")])
        #expect(story.board.answers.map(\.count) == [0, 0, 1])
    }

    @Test func aResponseToARequestThatNamesClaimsIsAboutThese() throws {
        var story = try Story([
            """
            {"type": "published", "data": {"headline": "h", "body": "b", "claims": [{"id": "a", "text": "t"},
              {"id": "b", "text": "u"}], "requests": [{"id": "r1", "party": "M", "claims": ["a"]}, {"id": "r2", "party": "M"}]}}
            """
        ])
        try story.append(#"{"type": "responded", "data": {"by": "M", "outcome": "declined", "request": "r1"}}"#)
        #expect(story.board.summaries.map(\.standing) == [.unanswered, .asserted])
        let named =
            #"{"type": "responded", "data": {"by": "M", "outcome": "statement", "request": "r1", "claim": "b"}}"#
        try story.append(named)
        #expect(story.board.summaries.map(\.standing) == [.unanswered, .answered])
        try story.append(#"{"type": "responded", "data": {"by": "M", "outcome": "statement", "request": "r2"}}"#)
        #expect(story.board.summaries.map(\.standing) == [.answered, .answered])
    }

    @Test func whatARequestAskedAboutIsForgottenWithIt() throws {
        var story = try Story([#"{"type": "published", "data": {"headline": "h", "body": "b"}}"#])
        story.mark()
        try story.append(
            """
            {"type": "updated", "data": {"claims": [{"id": "a", "text": "t"}],
              "requests": [{"id": "r1", "party": "M", "claims": ["a"]}]}}
            """)
        #expect(story.state?.names.claims(ofRequest: "r1") == ["a"])
        story.rewind()
        #expect(story.state?.names.hasRequest("r1") == false)
    }
}
