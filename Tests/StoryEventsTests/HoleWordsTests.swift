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
        "withheld by @3", "[withheld by @", "[withheld by @x", "[withheld by the court]",
        "[name withheld by request] a@3.example",
        "[a note] withheld by @3", "[w\u{456}thheld by @3", "[\(String(repeating: "x", count: 41)) withheld by @3", "",
    ])
    func otherTextsAreNot(_ text: String) throws {
        let body = text.isEmpty ? "b" : text
        _ = try EventDocument(
            Self.document(["headline": "h", "body": .string(Text(body))]), defaultSource: "desk")
    }

    @Test(arguments: [
        "[2 paragraphs withheld by @6: order (Editor)]", "[Withheld by @6", "[WITHHELD BY @6", "[ withheld by @6",
        "[withheld\u{A0}by @6", "[withheld  by\n@6", "[withheldby@ 6", "[wit\u{200B}hheld by @\u{2060}6",
        "[withheld by event @3",
        "[headline withheld by @3", "\u{27E6}withheld by @3", "\u{FF3B}withheld by \u{FF20}\u{FF13}\u{FF3D}",
        "[withheld by @\u{0663}",
        "[withheld by \u{FE6B}3", "[with\u{3164}held by @3", "[\(String(repeating: "x", count: 40))withheld by @3",
    ])
    func imitationsAreRefused(_ text: String) throws {
        let error = #expect(throws: Refusals.self) {
            try EventDocument(
                Self.document(["headline": "h", "body": .string(Text("One.\n\n\(text)"))]), defaultSource: "desk")
        }
        #expect(error?.all.map(\.code) == [.badText])
        #expect(error?.all.first?.path.description == "$.data.body")
        #expect(HoleWords.resemble(Text(text)))
    }

    @Test func checkersNameWhatReadsLikeAMissingPiece() {
        #expect(HoleWords.resemble("It was [ Not  Carried ]."))
        #expect(!HoleWords.stand(in: "[not carried]"))
        #expect(!HoleWords.resemble("[not carried"))
    }

    /// The keeper's words stay between the marks, whatever they are.
    @Test func reasonAndAuthorityAreQuoted() {
        let taken = Withheld(
            by: Position(6), recorded: RecordedTime(microseconds: 0), reason: "order\n9\u{201D}\u{301}",
            authority: "Editor\u{201D}), text 1 of 1]; \"Ministry\" admitted [\u{201C}",
            taken: Takedown.Taken(position: Position(1), pieces: .all))
        let words = "“order 9’\u{301}” (“Editor’), text 1 of 1]; 'Ministry' admitted [‘”)"
        #expect(String(decoding: taken.hole(1, .string), as: UTF8.self) == "[withheld by @6: \(words)]")
        #expect(taken.description.hasPrefix("withheld by event @6 on 1970-01-01T00:00:00Z: “order"))
    }

    /// What a takedown writes is what is refused.
    @Test func fitsTheWordsOfATakedown() throws {
        let taken = Withheld(
            by: Position(40), recorded: RecordedTime(microseconds: 0), reason: "r", authority: "a",
            taken: Takedown.Taken(position: Position(1), pieces: .all))
        #expect(HoleWords.stand(in: Text(String(decoding: taken.hole(1, .string), as: UTF8.self))))
        #expect(HoleWords.stand(in: Text(String(decoding: taken.hole(1, .paragraph(isLast: true)), as: UTF8.self))))
    }
}
