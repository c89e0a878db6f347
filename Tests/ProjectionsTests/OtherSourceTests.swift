import CanonicalJSON
import EventLog
import LedgerTestKit
import Projections
import StoryEvents
import Testing

@Suite("An edit by another source than the story's own names it, and is not called the publisher's")
struct OtherSourceTests {
    private static let documents = [
        #"{"type": "published", "source": "wire", "data": {"headline": "h", "body": "b", "publisher": "Post"}}"#,
        #"{"type": "updated", "source": "cms", "data": {"body": "c"}}"#,
        #"{"type": "updated", "source": "wire", "data": {"body": "d"}}"#,
        #"{"type": "updated", "source": "cms", "data": {"change": "hold", "reason": "Legal."}}"#,
        #"{"type": "responded", "source": "cms", "data": {"by": "Ann", "outcome": "declined"}}"#,
    ]

    @Test func everyReadingSaysSo() throws {
        let story = try StoryUnderTest(Self.documents)
        let lines = [
            "Post published “h”", "The source ‘cms’ changed the text (version 2), without a note",
            "Post changed the text (version 3), without a note",
            "The source ‘cms’ put the story on hold, internal reason: “Legal.”",
            "Ann declined to comment (through cms)",
        ]
        #expect(try story.timeline().entries.map(\.line) == lines)
        var stories = StoryLines(story.store)
        #expect(try story.events().map { try stories.line(of: $0) } == lines)
        let reader = StoryReader(story.store)
        let id = try #require(StoryID("mill"))
        let history = try reader.history(of: id)
        #expect(history["source"] == "wire")
        #expect(history["versions"]?.list.map { $0["source"] } == ["wire", "cms", "wire"])
        #expect(history["others"]?.list.map { $0["source"] } == ["cms", "cms"])
        #expect(history["others"]?.list.map { $0["line"] } == lines.suffix(2).map { .string(Text($0)) })
        let edits = try story.edits()
        #expect(edits.map { $0.version.otherSource } == [nil, "cms", nil])
        let board = try #require(try story.board())
        #expect(board.statusChange?.line().contains("(@3) (through cms): internal reason: “Legal.”") == true)
        let view = try reader.view(of: id)
        let difference = VersionComparison(view, from: view.versions[0], to: view.versions[1], by: [edits[1]]).json
        #expect(difference["from"]?["source"] == "wire" && difference["to"]?["source"] == "cms")
        #expect(difference["versions"]?.list.map { $0["source"] } == ["cms"])
    }

    @Test func aCorrectionOfAClaimIsTheSources() throws {
        let story = try StoryUnderTest([
            #"{"type": "published", "source": "wire", "data": {"headline": "h", "body": "b", "claims": [{"id": "c", "text": "t"}]}}"#,
            #"{"type": "updated", "source": "cms", "data": {"corrects": ["c"], "note": "It was wrong."}}"#,
            #"{"type": "updated", "source": "wire", "data": {"corrects": ["c"], "note": "Once more."}}"#,
        ])
        let board = try #require(try story.board())
        #expect(
            board.claims.moves.map { board.actor(of: $0) + board.through($0) } == ["The source ‘cms’", "The publisher"])
    }
}
