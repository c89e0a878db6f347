import CanonicalJSON
import LedgerTestKit
import ProseDiff
import StoryEvents
import Testing

@testable import Projections

@Suite("Holes that takedowns left in texts")
struct HolesTests {
    private static let claims = #"[{"id": "c", "text": "It cost 240 crowns."}]"#

    private static func body(_ first: String, _ cost: Int) -> String {
        #"\#(first)\n\nIt cost \#(cost) crowns, Ada Quist said.\n\nIt stopped at noon."#
    }

    private static let documents = [
        #"{"type": "published", "data": {"headline": "h", "language": "en", "claims": \#(claims), "body": ""#
            + body("It rained.", 240) + #""}}"#,
        #"{"type": "updated", "data": {"body": "\#(body("It rained.", 260))"}}"#,
        #"{"type": "updated", "data": {"body": "\#(body("It rained hard.", 260))"}}"#,
    ]

    /// The events, with the paragraph about the cost withheld from each version.
    private func events() throws -> [RecordedEvent] {
        try zip(StoryUnderTest(Self.documents).events(), [1, 2, 2]).map { event, text in
            try event.hiding([1], texts: [1: text], of: 2)
        }
    }

    private func edits() throws -> [Edit] {
        var fold = VersionFold()
        let versions = try events().compactMap { fold.apply(ReadEvent($0), try $0.payload()) }
        return versions.indices.map { Edit(versions[$0], after: $0 > 0 ? versions[$0 - 1] : nil) }
    }

    @Test func aHoleThatBecameAnotherHasNoMark() throws {
        let edits = try edits()
        #expect(edits[1].summary == "body; one withheld passage changed; no note")
        let marks = edits[1].fields.flatMap(\.comparison.finestOperations).map(\.marks)
        #expect(marks.allSatisfy { $0.isEmpty })
    }

    /// A paragraph that stands where one was withheld may be that one: nothing tells what it changed.
    @Test func whatStandsInThePlaceOfAHoleHasNoMark() throws {
        let old = "[gone 1]\n\nIt stopped at noon."
        let new = "Officials said 2,000 pounds were stolen.\n\nIt stopped at 5 in Rome."
        var labels = Labels([Array("[gone 1]".utf8)])
        labels.insert([Array("[gone 2]".utf8)])
        let difference = FieldDifference(
            field: "body", from: Array(old.utf8), to: Array(new.utf8), language: "en", labels: labels)
        let counts = difference.comparison.counts.sentences
        #expect((counts.added, counts.removed, counts.changed) == (0, 0, 1))
        let marks = difference.comparison.finestOperations.filter { $0.new.lowerBound < 40 }.map(\.marks)
        #expect(marks.allSatisfy { $0.isEmpty }, "\(difference.comparison)")
        #expect(difference.comparison.finestOperations.contains { $0.marks.contains(.number) })
    }

    @Test func aHoleOfTheSameTextIsEqual() throws {
        let changed = try edits()[2].fields.flatMap { ChangedSpan.all(in: $0) }
        #expect(changed.count == 1)
        #expect(try edits()[2].summary == "body; one sentence changed; no note")
    }

    /// An edit that may have been noise before the takedown is neither silent nor noise after it; one that surely was not is
    /// silent as before.
    @Test func anEditThatMayBeNoiseIsNotSilent() throws {
        let edits = try edits()
        #expect(edits.map(\.isSilent) == [false, false, true])
        #expect(edits.map(\.isUntold) == [false, true, false])
        #expect(edits.map(\.isNoise) == [false, false, false])
        guard case .object(let json) = edits[1].json() else { return }
        #expect(json["silent"] == JSON.null && json["noise"] == JSON.null)
    }

    @Test(arguments: [
        ("A\n\n[x]", "A\n\n[y]", true), ("A\n\n[x]", "A\n\nB b", true), ("A\n\nB", "A\n\n[y]", true),
        ("A “b”\n\n[x]", "A \"b\"\n\n[y]", true), ("A c\n\n[x]", "A\n\nc\n\n[y]", true),
        ("A\n\n[x]", "B\n\n[y]", false), ("A\n\n[x]", "B\n\n[x]", false), ("A\n\n[x]", "[x]\n\nA", false),
        ("A", "A\n\n[x]", false), ("A\n\n[x]", "A", false), ("A\n\n[x]\n\n[x]", "A\n\n[x]\n\n[y]", true),
        ("[x]", "[y]", true), ("A 240\n\n[x]\n\nC", "A 260\n\n[y]\n\nC", false),
    ])
    func aWithheldPassageMayBeWhatStandsInItsPlace(old: String, new: String, mayBeNoise: Bool) {
        let labels = Labels(["[x]", "[y]"].map { Array($0.utf8) })
        #expect(WithheldChange.mayBeNoise(Array(old.utf8), Array(new.utf8), labels) == mayBeNoise)
    }

    @Test func exposuresNameHolesAndNoWordsOfThem() throws {
        var fold = ExposureFold(ReadableTimes())
        let words = try edits().flatMap { fold.apply($0) }.map(\.words)
        #expect(words.count == 1 && words[0].hasPrefix("[1 paragraph withheld by @99") && words[0].hasSuffix("]"))
    }

    @Test func noWordOfALabelIsDrift() throws {
        var board = ClaimBoard()
        for event in try events() { board.apply(event, try event.payload()) }
        #expect(
            board.drift(of: "c").map(\.line)
                == ["whether the text had 240 crowns cannot be told, since text was withheld"])
        // The claim's own text withheld: its label has a number, a name and a quotation.
        let pieces = try #require(try events()[0].partial?.data.pieces)
        var withheld = ClaimBoard()
        for event in try events() {
            let all =
                event.envelope.position.value == 0
                ? try event.hiding(Array(3..<pieces.count), texts: [:], of: 9) : event
            withheld.apply(all, try all.payload())
        }
        #expect(withheld.claims.claims.allSatisfy { withheld.drift(of: $0.id).isEmpty })
    }

    /// A claim's words that may be in a hole are not said to be gone.
    @Test func wordsThatAHoleMayHoldAreNotGone() throws {
        let events = try StoryUnderTest(Self.documents).events()
        var board = ClaimBoard()
        for (event, isHidden) in zip(events, [false, true, true]) {
            let event = isHidden ? try event.hiding([1], texts: [1: 2], of: 2) : event
            board.apply(event, try event.payload())
        }
        #expect(board.drift(of: "c").isEmpty)
    }

    /// What a story shows names each text that is gone, and by which paragraph of the body.
    @Test func aStoryNamesThePiecesThatItLost() throws {
        var story = StateOfStory()
        for event in try events() { story.apply(event, try event.payload()) }
        #expect(story.withheldPieces.map(\.place) == ["body, paragraph 2"])
        guard case .object(let shown) = story.json, case .array(let pieces)? = shown["withheldPieces"],
            case .object(let piece)? = pieces.first
        else { throw Unread() }
        #expect(pieces.count == 1 && piece["field"] == "body" && piece["paragraph"] == 2)
    }

    private struct Unread: Error {}

    /// Paragraphs are counted as the leaf counts them.
    @Test(arguments: 0..<2000)
    func paragraphsEndWhereThoseOfALeafEnd(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let parts = ["a", "\n", "\n", "\r", "\r\n", " ", "\t", "b c"]
        let body = (0..<Int.random(in: 0...12, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
            .joined()
        let data = JSON.object(["body": .string(Text(body))]).canonicalBytes
        let pieces = try #require(DataPieces(data))
        #expect(
            pieces.pieces.count == WithheldPiece.paragraphEnds(Array(body.utf8)).count + 1, "\(body.debugDescription)")
    }
}

extension RecordedEvent {
    /// The event with some more pieces withheld.
    ///
    /// - Parameter texts: The number of the text in each piece.
    fileprivate func hiding(_ pieces: [Int], texts: [Int: Int], of count: Int) throws -> RecordedEvent {
        let data = try partial?.data ?? #require(content.flatMap(DisclosedData.init))
        let withheld = Withheld(
            by: Position(99), recorded: ManualClock.noon, reason: "It told 3 things of \"Bo Tarn\".",
            authority: "Court of Halden", taken: Takedown.Taken(position: envelope.position, pieces: .some(pieces)),
            texts: texts, textCount: count)
        return RecordedEvent(
            envelope: envelope, leaf: leaf,
            partial: Partial(data.hiding(pieces), takedowns: (partial?.takedowns ?? []) + [withheld]))
    }
}
