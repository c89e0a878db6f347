import CanonicalJSON
import Testing

@testable import StoryEvents

@Suite("No text of a producer reads like the words in place of withheld text")
struct HoleWordsTests {
    private static func document(_ data: JSON) -> JSON {
        ["type": "published", "subject": "dam", "time": "2026-03-02T12:00:00Z", "data": data]
    }

    static let refused: [(data: JSON, path: String)] = [
        (["headline": "[withheld by @3: court order (Editor)]", "body": "b"], "$.data.headline"),
        (["headline": "h", "body": "One.\n\n[1 paragraph withheld by @0: r (a)]\n\nTwo."], "$.data.body"),
        (
            [
                "headline": "h", "body": "b",
                "claims": [["id": "c", "text": "t"], ["id": "d", "text": "[[withheld by @9"]],
            ],
            "$.data.claims[1].text"
        ),
        (["headline": "h", "body": "b", "extra": ["x": ["[withheld by @1"]]], "$.data.extra.x[0]"),
    ]

    @Test(arguments: refused.indices) func isRefused(index: Int) throws {
        let (data, path) = Self.refused[index]
        let error = #expect(throws: Refusals.self) {
            try EventDocument(Self.document(data), defaultSource: "desk")
        }
        #expect(error?.all.map(\.code) == [.badText])
        #expect(error?.all.first?.path.description == path)
    }

    @Test(arguments: [
        "withheld by @3", "[withheld by @", "[withheld by @x", "[withheld by the court]", "[ withheld by @3", "",
    ])
    func otherTextsAreNot(_ text: String) throws {
        let body = text.isEmpty ? "b" : text
        _ = try EventDocument(
            Self.document(["headline": "h", "body": .string(Text(body))]), defaultSource: "desk")
    }

    /// What a takedown writes is what is refused.
    @Test func fitsTheWordsOfATakedown() throws {
        let taken = Withheld(
            by: Position(40), recorded: RecordedTime(microseconds: 0), reason: "r", authority: "a",
            taken: Takedown.Taken(position: Position(1), pieces: .all))
        #expect(HoleWords.stand(in: taken.hole(1, .string)))
        #expect(HoleWords.stand(in: taken.hole(1, .paragraph(isLast: true))))
    }
}
