import CanonicalJSON
import Projections
import StoryEvents
import Testing

@Suite("A timeline has everything that happened, in order of happening")
struct TimelineTests {
    private static let published = #"""
        {"type": "published", "time": "2026-03-02T08:00:00Z", "data": {"headline": "Mill shut", "body": "b",
         "publisher": "The Ferry", "claims": [{"id": "c1", "text": "t", "attribution": [{"id": "h", "speaker": "N"}]},
           {"id": "c2", "text": "u"}], "requests": [{"party": "M", "channel": "email", "asked": "2026-03-01T10:00:00Z"}]}}
        """#

    /// The newest line once a document is folded.
    private func line(_ document: String) throws -> Timeline.Entry {
        let story = try StoryUnderTest([Self.published, document])
        let timeline = try story.timeline()
        return try #require(timeline.entries.first { $0.envelope.position == Position(1) && $0.what != "asked" })
    }

    static let lines: [(document: String, what: Text, claims: [Text], version: Int?, line: String)] = [
        (
            #"{"type": "updated", "data": {"body": "x", "note": "n"}}"#, "update", [], 2,
            "The Ferry changed the text (version 2), with the note “n”"
        ),
        (
            #"{"type": "updated", "data": {"headline": "x", "change": "clarification"}}"#, "clarification", [], 2,
            "The Ferry clarified the story (version 2), without a note"
        ),
        (
            #"{"type": "updated", "data": {"note": "n", "claims": [{"id": "c3", "text": "v"}]}}"#, "update", ["c3"],
            nil,
            "The Ferry updated the story, with the note “n”, claiming ‘c3’"
        ),
        (
            #"""
            {"type": "updated", "data": {"change": "correction", "corrects": ["c1", "c2"], "publisher": "The Boat",
             "claims": [{"id": "c3", "text": "v"}]}}
            """#, "correction", ["c1", "c2", "c3"], nil,
            "The Boat corrected the story and changed the publisher from The Ferry to The Boat, correcting ‘c1’, ‘c2’, "
                + "claiming ‘c3’"
        ),
        (#"{"type": "updated", "data": {"change": "hold"}}"#, "hold", [], nil, "The Ferry put the story on hold"),
        (#"{"type": "updated", "data": {"change": "kill"}}"#, "kill", [], nil, "The Ferry killed the story"),
        (
            #"{"type": "updated", "data": {"change": "release", "reason": "r"}}"#, "release", [], nil,
            "The Ferry released the story, internal reason: “r”"
        ),
        (#"{"type": "denied", "data": {"by": "M", "claim": "c1"}}"#, "denied", ["c1"], nil, "M denied ‘c1’"),
        (
            #"""
            {"type": "denied", "data": {"by": "M", "claim": "c1", "hop": "h", "extent": "partial",
             "counterclaim": {"id": "k", "text": "t"}}}
            """#, "partly-denied", ["c1", "k"], nil, "M partly denied hop ‘h’ of ‘c1’, claiming ‘k’ instead"
        ),
        (
            #"{"type": "reiterated", "id": "e", "data": {"by": "N", "claims": ["c1", "c2"], "strength": "same"}}"#,
            "reiterated", ["c1", "c2"], nil, "N stood by ‘c1’, ‘c2’"
        ),
        (
            #"{"type": "reiterated", "data": {"by": "N", "claim": "c1", "hop": "h", "strength": "stronger"}}"#,
            "reiterated", ["c1"], nil, "N stood by hop ‘h’ of ‘c1’, more strongly"
        ),
        (
            #"{"type": "reiterated", "data": {"by": "N", "strength": "softer"}}"#, "reiterated", [], nil,
            "N stood by the story, more softly"
        ),
        (
            #"{"type": "responded", "data": {"by": "M", "outcome": "statement", "claim": "c1"}}"#, "statement", ["c1"],
            nil, "M made a statement on ‘c1’"
        ),
        (
            #"{"type": "responded", "data": {"by": "M", "outcome": "statement"}}"#, "statement", [], nil,
            "M made a statement"
        ),
        (
            #"{"type": "responded", "data": {"by": "M", "outcome": "declined"}}"#, "declined", [], nil,
            "M declined to comment"
        ),
        (
            #"{"type": "responded", "data": {"by": "M", "outcome": "no-response", "claim": "c2"}}"#, "no-response",
            ["c2"], nil, "M did not respond about ‘c2’"
        ),
        (
            #"{"type": "responded", "data": {"by": "M", "outcome": "acknowledges"}}"#, "acknowledges", [], nil,
            "M acknowledged the story"
        ),
        (
            #"{"type": "responded", "data": {"by": "M", "outcome": "confirms", "claim": "c1"}}"#, "confirms", ["c1"],
            nil,
            "M confirmed ‘c1’"
        ),
        (
            #"{"type": "responded", "data": {"by": "N", "outcome": "withdraws", "claim": "c1"}}"#, "withdraws", ["c1"],
            nil, "N withdrew the claim ‘c1’"
        ),
    ]

    @Test(arguments: lines.indices)
    func saysWhoDidWhatToWhichClaim(row: Int) throws {
        let (document, what, claims, version, line) = Self.lines[row]
        let entry = try self.line(document)
        #expect(entry.what == what)
        #expect(entry.claims == claims)
        #expect(entry.version == version)
        #expect(entry.line == line)
    }

    @Test func aReiterationSaysWhatItAnswersAndAResponseWhichRequest() throws {
        let story = try StoryUnderTest([
            Self.published,
            #"{"type": "updated", "data": {"requests": [{"id": "r", "party": "N"}]}}"#,
            #"{"type": "denied", "id": "d1", "data": {"by": "M", "claim": "c1"}}"#,
            #"{"type": "reiterated", "data": {"by": "N", "claim": "c1", "answers": "d1"}}"#,
            #"{"type": "responded", "data": {"by": "N", "outcome": "declined", "request": "r"}}"#,
        ])
        let lines = try story.timeline().entries.map(\.line)
        #expect(lines.suffix(2) == ["N stood by ‘c1’, answering ‘d1’", "N declined to comment (request ‘r’)"])
    }

    @Test func isInOrderOfHappeningAndARequestStandsWhereItWasMade() throws {
        let story = try StoryUnderTest([
            Self.published,
            #"{"type": "denied", "time": "2026-03-02T10:00:00Z", "data": {"by": "M", "claim": "c1"}}"#,
            #"{"type": "denied", "time": "2026-03-02T10:00:00+01:00", "data": {"by": "P", "claim": "c1"}}"#,
            #"{"type": "reiterated", "time": "2026-03-02T10:00:00Z", "data": {"by": "N", "claim": "c1"}}"#,
            #"{"type": "updated", "time": "2026-03-02T11:00:00Z", "data": {"requests": [{"party": "Q"}]}}"#,
        ])
        let entries = try story.timeline().entries
        #expect(
            entries.map(\.line) == [
                "The Ferry asked M for comment, by email",
                "The Ferry published “Mill shut”, claiming ‘c1’, ‘c2’",
                "P denied ‘c1’", "M denied ‘c1’", "N stood by ‘c1’",
                "The Ferry had asked Q for comment",
                "The Ferry updated the story",
            ])
        #expect(entries.map(\.envelope.position.value) == [0, 0, 2, 1, 3, 4, 4])
        #expect(entries.map(\.backdating.isOutOfOrder) == [false, false, true, false, false, false, false])
    }

    /// A request counts from when it was made, though the event that reports it came later.
    @Test func aRequestIsListedOnceItWasMade() throws {
        let story = try StoryUnderTest([
            #"{"type": "published", "time": "2026-03-02T12:00:00Z", "data": {"headline": "h", "body": "b", "publisher": "The Ferry", "requests": [{"party": "Domus", "asked": "2026-03-01T09:00:00Z"}]}}"#,
            #"{"type": "updated", "time": "2026-03-02T15:00:00Z", "data": {"requests": [{"party": "Kos", "asked": "2026-03-02T13:00:00Z"}, {"party": "Q"}]}}"#,
        ])
        let reader = StoryReader(story.store)
        let id = try #require(StoryID("mill"))
        func lines(_ at: String) throws -> [String] {
            try reader.fold(id, StoryCut(at: try EventTime(at)), into: Timeline.self).entries.map(\.line)
        }
        let first = ["The Ferry asked Domus for comment", "The Ferry published “h”"]
        #expect(try lines("2026-03-02T12:59:00Z") == first)
        #expect(try lines("2026-03-02T14:00:00Z") == first + ["The Ferry asked Kos for comment"])
        let early = #expect(throws: StoryError.self) { try lines("2026-03-02T11:59:00Z") }
        let told = "what had happened: The Ferry asked Domus for comment (@0, 2026-03-01T09:00:00Z)"
        #expect(early?.message.contains(told) == true)
        let none = #expect(throws: StoryError.self) { try lines("2026-03-01T08:59:00Z") }
        #expect(none?.message.contains("no event of it by then") == true)
        // A replay at the same cut gives the same.
        let cut = StoryCut(at: try EventTime("2026-03-02T14:00:00Z"))
        var replay = try StoryReplay(Timeline.name, of: try reader.view(of: id, cut))
        try replay.finish()
        #expect(replay.json == (try reader.fold(id, cut, into: Timeline.self).json))
    }

    @Test func aPublisherThatDoesNotSayItsNameIsThePublisher() throws {
        let story = try StoryUnderTest([#"{"type": "published", "data": {"headline": "h", "body": "b"}}"#])
        let entry = try #require(try story.timeline().entries.first)
        #expect(entry.line == "The publisher published “h”")
        #expect(entry.by == nil)
        #expect(entry.version == 1)
    }

    @Test func whatAnotherSourceSentSaysSo() throws {
        let story = try StoryUnderTest([
            Self.published, #"{"type": "denied", "source": "wire", "data": {"by": "M", "claim": "c1"}}"#,
            #"{"type": "denied", "data": {"by": "N", "claim": "c1"}}"#,
        ])
        let timeline = try story.timeline()
        #expect(timeline.entries.suffix(2).map(\.line) == ["M denied ‘c1’ (through wire)", "N denied ‘c1’"])
        #expect(timeline.json["events"]?.list.last.map { $0["source"] } == "newsdesk")
        let board = try #require(try story.board())
        let moves = board.json["claims"]?.list.first?["moves"]?.list
        #expect(moves?.map { $0["source"] } == ["wire", "newsdesk"])
        #expect(board.json["source"] == "newsdesk")
    }

    @Test func itsJSONHasBothTimes() throws {
        let story = try StoryUnderTest([
            Self.published, #"{"type": "denied", "time": "2026-03-02T07:00:00Z", "data": {"by": "M", "claim": "c1"}}"#,
        ])
        let json = try story.timeline().json
        #expect((json["story"], json["position"], json["revision"]) == ("mill", 1, 1))
        #expect(
            json["events"]?.list[1] == [
                "position": 1, "revision": 1, "type": "denied", "source": "newsdesk", "what": "denied",
                "by": ["name": "M", "kind": nil, "role": nil, "url": nil],
                "claims": ["c1"], "version": nil, "embargoBroken": false,
                "beforeEmbargo": false, "fieldChanges": [], "noise": false, "revertsTo": nil,
                "undoesCorrections": [], "putsBackCorrections": [], "covers": [],
                "line": "M denied ‘c1’", "time": "2026-03-02T07:00:00Z", "recorded": "2026-03-02T12:01:00.000000Z",
                "backdated": true, "outOfOrder": true,
            ])
    }

    @Test func beforeItsFirstEventThereIsNothing() {
        #expect(Timeline().json == ["story": nil, "position": nil, "revision": nil, "events": []])
    }
}
