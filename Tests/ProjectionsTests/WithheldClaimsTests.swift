import CanonicalJSON
import LedgerTestKit
import Projections
import StoryEvents
import Testing

@Suite("What was withheld is shown as withheld, and what was done about it is kept")
struct WithheldClaimsTests {
    private static let documents = [
        #"""
        {"type": "published", "data": {"headline": "h", "body": "b", "publisher": "The Ferry",
         "claims": [{"id": "c1", "text": "t"}], "requests": [{"id": "r", "party": "M"}]}}
        """#,
        #"{"type": "updated", "data": {"body": "x", "claims": [{"id": "c2", "text": "u"}]}}"#,
        #"{"type": "denied", "data": {"by": "M", "claim": "c2"}}"#,
        #"{"type": "updated", "data": {"change": "hold"}}"#,
    ]

    private func events(withheld: (Int, RecordedEvent) -> RecordedEvent) throws -> [RecordedEvent] {
        try StoryUnderTest(Self.documents).events().enumerated().map { withheld($0, $1) }
    }

    private func board(_ events: [RecordedEvent]) throws -> ClaimBoard {
        var board = ClaimBoard()
        for event in events { try board.apply(event) }
        return board
    }

    @Test func theBoardNamesTheEventAndWhoWithheldIt() throws {
        let board = try board(events { $0 == 1 ? $1.withheld(version: 2, fields: ["body"]) : $1 }.dropLast())
        #expect(board.standings == ["c1": .asserted, "c2": .denied])
        #expect(board.json["claims"]?.list[1]["text"] == JSON.null)
        #expect(
            board.json["withheld"] == [
                [
                    "position": 1, "revision": 1, "type": "updated", "source": "newsdesk",
                    "time": "2026-03-02T12:00:00Z",
                    "recorded": "2026-03-02T12:01:00.000000Z", "backdated": false, "outOfOrder": false,
                    "withheld": [
                        "by": 99, "recorded": "2026-03-02T12:00:00.000000Z", "reason": "It named a child.",
                        "authority": "Court of Halden",
                    ],
                ]
            ])
    }

    @Test func aWithheldHoldStillHolds() throws {
        let board = try board(events { $0 == 3 ? $1.withheld(change: "hold") : $1 })
        #expect(board.standings == ["c1": .held, "c2": .held])
    }

    @Test func withTheStoryGoneItsClaimsAreKeptByWhatNamesThem() throws {
        let board = try board(events { $0 < 2 ? $1.withheld(version: $0 + 1, fields: ["body"]) : $1 })
        #expect(board.standings == ["c2": .held])
        #expect(board.withheld.map(\.envelope.position.value) == [0, 1])
        #expect(board.claims.requests.isEmpty)
    }

    @Test func theTimelineSaysWhatIsGoneAndGoesOnNumbering() throws {
        var timeline = Timeline()
        for event in try events(withheld: { $0 == 1 ? $1.withheld(version: 2, fields: ["body"]) : $1 }) {
            try timeline.apply(event)
        }
        #expect(
            timeline.entries.map(\.line) == [
                "The Ferry had asked M for comment", "The Ferry published “h”, claiming ‘c1’",
                "What this event says (updated, version 2) was withheld by @99", "M denied ‘c2’",
                "The Ferry put the story on hold",
            ])
        #expect(timeline.entries.map(\.what) == ["asked", "published", "erased", "denied", "hold"])
        #expect(timeline.entries.map(\.version) == [nil, 1, 2, nil, nil])
    }
}
