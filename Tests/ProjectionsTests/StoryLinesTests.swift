import CanonicalJSON
import EventLog
import Projections
import StoryEvents
import Testing

@Suite("The log says of an event what the timeline of its story says")
struct StoryLinesTests {
    static let published = #"""
        {"type": "published", "data": {"headline": "Mill shut", "body": "It cost 4 million.", "publisher": "The Ferry",
         "byline": ["Jo Field"], "section": "News", "claims": [{"id": "c1", "text": "t"}],
         "requests": [{"party": "Bank", "asked": "2026-03-01T10:00:00Z"}]}}
        """#
    static let corrected =
        #"{"type": "updated", "data": {"body": "It cost 5 million.", "change": "correction", "corrects": ["c1"]}}"#
    static let undone = #"{"type": "updated", "data": {"body": "It cost 4 million."}}"#
    static let field =
        #"{"type": "updated", "data": {"byline": ["Mira Solberg"], "section": null, "keywords": ["a", "b"]}}"#
    static let denied = #"{"type": "denied", "data": {"by": "bank", "claim": "c1"}}"#
    static let repeated = #"{"type": "reiterated", "data": {"by": "bank", "claim": "c1"}}"#

    @Test(arguments: [false, true])
    func inEitherDirection(isReverse: Bool) throws {
        let story = try StoryUnderTest(
            [Self.published, Self.corrected, Self.undone, Self.field, Self.denied, Self.repeated])
        let entries = try story.timeline().entries.filter { $0.what != "asked" }
        let expected = Dictionary(uniqueKeysWithValues: entries.map { ($0.envelope.position, $0.line) })
        var lines = StoryLines(story.store)
        let events = try story.events()
        for event in isReverse ? events.reversed() : events {
            #expect(try lines.line(of: event) == expected[event.envelope.position])
        }
    }

    @Test func namesTheFieldsThatChanged() throws {
        let story = try StoryUnderTest([Self.published, Self.field])
        let entry = try #require(try story.timeline().entries.last)
        #expect(
            entry.line
                == "The Ferry changed the byline from Jo Field to Mira Solberg, the section from News to none, "
                + "the keywords from none to a, b")
        #expect(entry.fieldChanges.map(\.field) == ["byline", "section", "keywords"])
    }

    @Test func aFieldThatIsGivenAgainIsNoChange() throws {
        let story = try StoryUnderTest([
            Self.published, #"{"type": "updated", "data": {"section": "News", "url": null, "note": "n"}}"#,
        ])
        let entry = try #require(try story.timeline().entries.last)
        #expect(entry.fieldChanges.isEmpty)
        #expect(entry.line == "The Ferry updated the story, with the note “n”")
    }

    @Test func saysThatACorrectionWasUndone() throws {
        let story = try StoryUnderTest([Self.published, Self.corrected, Self.undone])
        let entries = try story.timeline().entries
        #expect(entries.flatMap { $0.undone.corrections.map(\.correction.version) } == [2])
        var board = try #require(try story.board())
        #expect(board.hasCorrection)
        board.undoneCorrections = try StoryReader(story.store).undoneCorrections(of: #require(StoryID("mill")))
        let record = try #require(board.claims.claims.first)
        #expect(
            board.undoneCorrections(of: record).map(\.line) == ["the correction (v2) was undone in v3 (@2)"])
    }

    @Test func namesAPartySpeltAlmostTheSame() throws {
        let story = try StoryUnderTest([Self.published, Self.denied])
        let claims = try #require(try story.board()).claims
        let spellings = OtherSpellings(claims.moves, for: claims.answers)
        let found = try spellings.all(of: #require(claims.requests.first), #require(claims.answers.first))
        #expect(found.map(\.name) == ["bank"])
        #expect(found.map(\.count) == [1])
    }

    @Test func namesNoneWhereThePartyItselfAnswered() throws {
        let answer = #"{"type": "responded", "data": {"by": "Bank", "outcome": "statement"}}"#
        let story = try StoryUnderTest([Self.published, Self.denied, answer])
        let claims = try #require(try story.board()).claims
        let spellings = OtherSpellings(claims.moves, for: claims.answers)
        #expect(try spellings.all(of: #require(claims.requests.first), #require(claims.answers.first)).isEmpty)
    }
}
