import CanonicalJSON
import Projections
import StoryEvents
import Testing

@Suite("A claim board says what is claimed, on whose word, and what was done about it")
struct ClaimBoardTests {
    private static let documents = [
        #"""
        {"type": "published", "time": "2026-03-02T12:00:00Z", "data": {"headline": "h", "body": "b", "claims": [
          {"id": "c1", "text": "t", "about": ["M"], "attribution": [
            {"id": "h1", "speaker": {"name": "A letter", "kind": "unnamed"}, "verb": "says"},
            {"speaker": {"name": "Ada", "role": "clerk"}, "verb": "told", "addressee": "Bo"}]}],
          "requests": [{"id": "r1", "party": {"name": "M", "kind": "organisation"}, "channel": "email",
            "asked": "2026-03-02T11:00:00Z"}]}}
        """#,
        #"""
        {"type": "responded", "time": "2026-03-02T12:00:00Z", "data": {"by": "M", "outcome": "no-response",
         "request": "r1", "printed": "M did not respond."}}
        """#,
        #"""
        {"type": "denied", "time": "2026-03-02T12:00:30Z", "data": {"by": "M", "claim": "c1", "hop": "h1",
         "extent": "partial", "concedes": "Some of it.", "counterclaim": {"id": "k", "text": "u", "by": "M"},
         "statement": {"text": "No.", "verbatim": true, "channel": "email"}}}
        """#,
        #"""
        {"type": "reiterated", "id": "e3", "time": "2026-03-02T11:00:00Z", "data": {"by": {"name": "Ada",
         "role": "clerk"}, "claim": "c1", "strength": "softer"}}
        """#,
    ]

    private static func party(_ name: Text, kind: JSON = nil, role: JSON = nil) -> JSON {
        ["name": .string(name), "kind": kind, "role": role, "url": nil]
    }

    /// A move of the newsdesk with null for what it does not say.
    private static func move(_ said: JSONObject) -> JSON {
        var move = JSONObject()
        for name in [
            "position", "revision", "type", "source", "by", "extent", "hop", "strength", "answers",
            "answered", "outcome", "request",
            "statement", "verbatim", "channel", "concedes", "counterclaim", "printed", "wholeStory", "time", "recorded",
            "backdated", "outOfOrder",
        ] as [Text] {
            let unsaid: JSON =
                name == "source"
                ? "newsdesk"
                : name == "answered" ? [] : ["wholeStory", "backdated", "outOfOrder"].contains(name) ? false : nil
            move[name] = said[name] ?? unsaid
        }
        return .object(move)
    }

    @Test func itsJSONIsComplete() throws {
        let json = try #require(try StoryUnderTest(Self.documents).board()).json
        let silence = Self.move([
            "position": 1, "revision": 1, "type": "responded", "by": Self.party("M"), "outcome": "no-response",
            "request": "r1", "printed": "M did not respond.", "wholeStory": true, "time": "2026-03-02T12:00:00Z",
            "recorded": "2026-03-02T12:01:00.000000Z",
        ])
        let denial = Self.move([
            "position": 2, "revision": 2, "type": "denied", "by": Self.party("M"), "extent": "partial", "hop": "h1",
            "statement": "No.", "verbatim": true, "channel": "email", "concedes": "Some of it.", "counterclaim": "k",
            "time": "2026-03-02T12:00:30Z", "recorded": "2026-03-02T12:02:00.000000Z",
        ])
        let reiteration = Self.move([
            "position": 3, "revision": 3, "type": "reiterated", "by": Self.party("Ada", role: "clerk"),
            "strength": "softer", "time": "2026-03-02T11:00:00Z", "recorded": "2026-03-02T12:03:00.000000Z",
            "backdated": true, "outOfOrder": true,
        ])
        let claim: JSON = [
            "id": "c1", "text": "t", "notYet": false, "standing": "partly-denied", "drift": [],
            "undoneCorrections": nil,
            "attribution": [
                ["id": "h1", "speaker": Self.party("A letter", kind: "unnamed"), "verb": "says", "addressee": nil],
                [
                    "id": nil, "speaker": Self.party("Ada", role: "clerk"), "verb": "told",
                    "addressee": Self.party("Bo"),
                ],
            ],
            "about": [Self.party("M")], "introduced": 0, "time": "2026-03-02T12:00:00Z", "counterTo": nil,
            "moves": [reiteration, denial], "wholeStoryCount": 1,
        ]
        let counterClaim: JSON = [
            "id": "k", "text": "u", "notYet": false, "standing": "asserted", "drift": [], "undoneCorrections": nil,
            "attribution": [["id": nil, "speaker": Self.party("M"), "verb": nil, "addressee": nil]], "about": [],
            "introduced": 2, "time": "2026-03-02T12:00:30Z", "counterTo": ["c1"], "moves": [],
            "wholeStoryCount": 0,
        ]
        let request: JSON = [
            "id": "r1", "party": Self.party("M", kind: "organisation"), "channel": "email", "claims": [],
            "asked": "2026-03-02T11:00:00Z",
            "introduced": 0, "notice": 3600, "otherSpellings": [], "standing": "answered",
            "standingAtPublication": "asked", "seconds": 3630,
            "answers": [silence, denial], "answerCount": 2,
        ]
        #expect(
            json == [
                "story": "mill", "source": "newsdesk", "status": "published", "statusChange": nil,
                "position": 3, "revision": 3,
                "claims": [claim, counterClaim],
                "requests": [request], "wholeStory": [silence], "withheld": [],
            ])
    }

    @Test func beforeItsFirstEventThereIsNothing() {
        #expect(
            ClaimBoard().json == [
                "story": nil, "source": nil, "status": "published", "statusChange": nil, "position": nil,
                "revision": nil, "claims": [],
                "requests": [],
                "wholeStory": [], "withheld": [],
            ])
    }

    /// A cut by the world may leave a claim out and keep what was done about it, where that was backdated.
    @Test func aClaimThatACutLeavesOutIsKeptUnderItsID() throws {
        let story = try StoryUnderTest([
            Self.documents[0],
            #"{"type": "updated", "time": "2026-03-02T15:00:00Z", "data": {"claims": [{"id": "c2", "text": "u"}]}}"#,
            #"{"type": "denied", "time": "2026-03-02T14:00:00Z", "data": {"by": "M", "claim": "c2"}}"#,
        ])
        let board = try #require(try story.board(StoryCut(at: try EventTime("2026-03-02T14:30:00Z"))))
        #expect(board.standings == ["c1": .asserted, "c2": .denied])
        #expect(board.json["claims"]?.list[1]["text"] == nil)
        #expect(board.json["claims"]?.list[1]["notYet"] == true)
        #expect(board.json["claims"]?.list[1]["introduced"] == 2)
    }

    /// What cannot be read is not folded at all.
    @Test func dataThatBreaksItsSchemaIsThrown() throws {
        var events = try StoryUnderTest(Self.documents).events()
        let broken = RecordedEvent.Content(salt: [], data: Array(#"{"by": 7}"#.utf8))
        events[2] = RecordedEvent(envelope: events[2].envelope, leaf: events[2].leaf, content: broken)
        var board = ClaimBoard()
        try board.apply(events[0])
        let before = board
        #expect(throws: PayloadFault.self) { try board.apply(events[2]) }
        #expect(board == before)
    }
}
