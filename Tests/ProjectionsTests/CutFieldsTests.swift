import CanonicalJSON
import Projections
import StoryEvents
import Testing

@Suite("A cut by happening hides what had not happened")
struct CutFieldsTests {
    private static let published = #"""
        {"type": "published", "time": "2026-03-02T10:00:00Z", "data": {"headline": "h", "body": "One.", "byline": ["Jo Field"],
         "claims": [{"id": "c1", "text": "t", "attribution": [{"id": "h", "speaker": "Ben"}]}]}}
        """#
    private static let byline =
        #"{"type": "updated", "time": "2026-03-02T15:00:00Z", "data": {"byline": ["Mira Solberg"]}}"#
    private static let text =
        #"{"type": "updated", "time": "2026-03-02T12:00:00Z", "data": {"body": "Two.", "section": "News"}}"#
    private static let killed =
        #"{"type": "updated", "time": "2026-03-02T11:00:00Z", "data": {"change": "kill", "note": "It was wrong."}}"#
    private static let released =
        #"{"type": "updated", "time": "2026-03-02T11:30:00Z", "data": {"change": "release"}}"#

    private func comparison(_ story: StoryUnderTest, _ cut: StoryCut = .none) throws -> VersionComparison {
        let view = try StoryReader(story.store).view(of: #require(StoryID("mill")), cut)
        return VersionComparison(
            view, from: try #require(view.versions.first), to: try #require(view.versions.last),
            by: Edit.history(of: view, after: 1, through: .max))
    }

    @Test func aFieldOfALaterEventDoesNotDiffer() throws {
        let story = try StoryUnderTest([Self.published, Self.byline, Self.text])
        let at = StoryCut(at: try EventTime("2026-03-02T13:00:00Z"))
        #expect(try comparison(story, at).fieldChanges.map(\.phrase) == ["the section from none to News"])
        #expect(try comparison(story).fieldChanges.count == 2)
    }

    /// What an event changes is told from what had happened, whatever the record has seen.
    @Test func aChangeIsFromWhatHadHappened() throws {
        let again =
            #"{"type": "updated", "time": "2026-03-02T12:00:00Z", "data": {"body": "Two.", "byline": ["Kim Doe"]}}"#
        let story = try StoryUnderTest([Self.published, Self.byline, again])
        let at = StoryCut(at: try EventTime("2026-03-02T13:00:00Z"))
        let view = try StoryReader(story.store).view(of: #require(StoryID("mill")), at)
        #expect(view.versions.last?.fieldChanges.map(\.phrase) == ["the byline from Jo Field to Kim Doe"])
    }

    @Test func aKillBetweenTwoVersionsIsTold() throws {
        let story = try StoryUnderTest([Self.published, Self.killed, Self.released, Self.text])
        let changes = try comparison(story).statusChanges
        #expect(changes.map(\.change) == [.kill, .release])
        #expect(changes.first?.line() == "killed at 2026-03-02T11:00:00Z (@1): “It was wrong.”")
    }

    /// A hop belongs to its claim, whatever claims the story makes later.
    @Test func aReiterationOfAHopNamesItsClaim() throws {
        let story = try StoryUnderTest([
            Self.published, #"{"type": "reiterated", "data": {"by": "Ben", "hop": "h"}}"#,
            #"{"type": "updated", "data": {"claims": [{"id": "c2", "text": "u"}]}}"#,
        ])
        let board = try #require(try story.board())
        #expect(board.claims.movesOnStory.isEmpty)
        #expect(board.claims.claims.map { board.claims.moves(naming: $0).count } == [1, 0])
        #expect(try story.timeline().entries.contains { $0.line == "Ben stood by hop ‘h’ of ‘c1’" })
    }

    @Test func aRequestSaysWhatToldReadersOfIt() throws {
        let asked = #""requests": [{"party": "Bank", "asked": "2026-03-02T09:30:00Z", "claims": ["c1"]}]"#
        let story = try StoryUnderTest([
            Self.published,
            #"{"type": "updated", "data": {"body": "Two.", "claims": [{"id": "c2", "text": "u"}], \#(asked)}}"#,
            #"{"type": "denied", "data": {"by": "Bank", "claim": "c2"}}"#,
        ])
        let board = try #require(try story.board())
        let (request, answers) = (try #require(board.claims.requests.first), try #require(board.claims.answers.first))
        #expect(
            request.summary(answers, toldIn: board.version(telling: request))
                == "asked about ‘c1’ 2026-03-02T09:30:00Z, 2 h 30 min before v2, answered 2 h 30 min later about ‘c2’ alone; "
                + "no answer on record before v2")
    }

    /// What the party said of the claim asked about is told, too, and an event without a version by its time.
    @Test func anAnswerAboutTheClaimAskedAboutIsTold() throws {
        let asked = #""requests": [{"party": "Bank", "asked": "2026-03-02T09:30:00Z", "claims": ["c1"]}]"#
        func summary(_ last: String) throws -> String {
            let story = try StoryUnderTest([
                Self.published, #"{"type": "updated", "data": {"claims": [{"id": "c2", "text": "u"}], \#(asked)}}"#,
                #"{"type": "denied", "data": {"by": "Bank", "claim": "c2"}, "time": "2026-03-02T09:34:00Z"}"#, last,
            ])
            let board = try #require(try story.board())
            let (request, answers) = (board.claims.requests[0], board.claims.answers[0])
            return request.summary(answers, toldIn: board.version(telling: request))
        }
        let begin = "asked about ‘c1’ 2026-03-02T09:30:00Z, 2 h 30 min before the update of 2026-03-02T12:00:00Z (@1), "
        let end = "; answered before the update of 2026-03-02T12:00:00Z (@1)"
        #expect(
            try summary(
                #"{"type": "denied", "data": {"by": "Bank", "claim": "c1"}, "time": "2026-03-02T09:36:00Z"}"#)
                == "\(begin)answered 4 min later about ‘c2’, and denied ‘c1’ 6 min later\(end)")
        #expect(
            try summary(
                #"{"type": "responded", "data": {"by": "Bank", "outcome": "declined", "claim": "c1"}, "time": "2026-03-02T09:36:00Z"}"#
            ) == "\(begin)answered 4 min later about ‘c2’, and declined to comment on ‘c1’ 6 min later\(end)")
        #expect(
            try summary(
                #"{"type": "denied", "data": {"by": "Other", "claim": "c1"}, "time": "2026-03-02T09:36:00Z"}"#)
                == "\(begin)answered 4 min later about ‘c2’ alone\(end)")
    }

    @Test func quotationMarksInQuotationMarksAreSingle() {
        #expect("“It was open”, he said.".inQuotes == "“‘It was open’, he said.”")
    }
}
