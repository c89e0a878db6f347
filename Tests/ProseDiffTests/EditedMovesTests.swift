import Testing

@testable import ProseDiff
@testable import ProseRendering

@Suite("Sentences that moved and were edited")
struct EditedMovesTests {
    private func shown(_ old: String, _ new: String) -> String {
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        var options = Rendering.Options()
        options.context = nil
        return Rendering.inline(compare(old, new), old: old, new: new, options: options)
    }

    private let cost = "The repair of the bridge will cost 240 million crowns, the contractor said."
    private let other = "Some 31,000 cars cross it every day on four lanes. Two of them close in June at night."

    @Test func withinAParagraph() {
        let edited = cost.replacing("240", with: "260")
        #expect(
            shown("\(cost) \(other)", "\(other) \(edited)").contains(
                "The repair of the bridge will cost [-240 million-]{+260 million+} crowns"))
    }

    @Test func fromOneParagraphToAnother() {
        let edited = cost.replacing("240", with: "260")
        let last = "The town council meets on the matter next week and will hear the engineers."
        let page = shown("\(cost) \(other)\n\n\(last)", "\(other)\n\n\(last) \(edited)")
        #expect(page.contains("cost [-240 million-]{+260 million+} crowns"))
        #expect(page.contains("[moved here 1:"))
    }

    /// It counts as moved, and as changed.
    @Test func countsAsMoved() {
        let edited = cost.replacing("240", with: "260")
        let (old, new) = (Array("\(cost) \(other)".utf8), Array("\(other) \(edited)".utf8))
        let sentences = compare(old, new).counts.sentences
        #expect((sentences.moved, sentences.changed, sentences.movedAndChanged) == (1, 1, 1))
        #expect((sentences.added, sentences.removed) == (0, 0))
        let whole = compare(old, Array("\(other) \(cost)".utf8)).counts.sentences
        #expect((whole.moved, whole.changed, whole.movedAndChanged) == (1, 0, 0))
    }

    @Test func anotherSentenceIsNoMove() {
        let new = "Nobody at the ministry wanted to say when the work on the lanes would begin."
        #expect(!shown("\(cost) \(other)", "\(other) \(new)").contains("moved"))
    }

    /// A paragraph that moves and is split on the way, or two that move and are joined: no word changes.
    @Test(arguments: 0..<200)
    func aParagraphMovesAndIsSplitOrJoined(seed: Int) {
        var dice = SplitMix(seed)
        var number = 0
        func paragraph() -> [String] {
            (0..<dice.roll(2, 4)).map { _ in
                number += 1
                return "S" + (0..<dice.roll(4, 10)).map { "w\(number)x\($0)" }.joined(separator: " ")
                    + " of \(number)."
            }
        }
        let paragraphs = (0..<dice.roll(3, 6)).map { _ in paragraph() }
        var moved = paragraphs
        let from = dice.roll(0, moved.count - 1)
        let sentences = moved.remove(at: from)
        var to = dice.roll(0, moved.count)
        if to == from { to = from == 0 ? moved.count : from - 1 }
        let cut = dice.roll(1, sentences.count - 1)
        moved.insert(contentsOf: [Array(sentences[..<cut]), Array(sentences[cut...])], at: to)
        func text(_ paragraphs: [[String]]) -> [UInt8] {
            Array(paragraphs.map { $0.joined(separator: " ") }.joined(separator: "\n\n").utf8)
        }
        let both = (text(paragraphs), text(moved))
        for comparison in [compare(both.0, both.1), compare(both.1, both.0)] {
            let counts = comparison.counts
            #expect(counts.words.added + counts.words.removed + counts.words.changed == 0, "seed \(seed)")
            #expect(counts.sentences.added + counts.sentences.removed + counts.sentences.changed == 0, "seed \(seed)")
        }
    }

    @Test func aMovedAndSplitParagraphIsOneMoveWithOneSplit() {
        let (jo, crowd) = ("Jo Smith scored both of the goals.", "The crowd was counted at 41,020 people.")
        let last = "Al Brown, the Rovers manager, praised the referee."
        let page = shown("\(jo) \(crowd)\n\n\(last)", "\(last)\n\n\(jo)\n\n\(crowd)")
        #expect(page.contains("[moved here 1: \(jo)[¶ split]"))
        #expect(!page.contains("{+") && !page.contains("[-"))
    }

    /// Stories of unlike sentences, one of which moves and loses a figure for another: always a move with that one change.
    @Test(arguments: 0..<200)
    func anyOneOfAStory(seed: Int) {
        var dice = SplitMix(seed)
        let sentences = (0..<dice.roll(5, 9)).map { number in
            "S" + (0..<dice.roll(8, 14)).map { "w\(number)x\($0)" }.joined(separator: " ")
                + " at \(200 + number) crowns."
        }
        let from = dice.roll(0, sentences.count - 1)
        var moved = sentences
        let edited = moved.remove(at: from).replacing("at \(200 + from)", with: "at \(700 + from)")
        let to = dice.roll(0, moved.count)
        moved.insert(edited, at: to)
        // Paragraphs of two sentences or more: a shorter one may move itself, with a sentence that joined it.
        let last = dice.roll(1, sentences.count - 4)
        let breaks = (0..<sentences.count).map { $0 == last ? "\n\n" : " " }
        func text(_ sentences: [String]) -> [UInt8] {
            Array(zip(sentences, breaks).map { $0 + $1 }.joined().utf8)
        }
        let comparison = compare(text(sentences), text(moved))
        #expect(comparison.counts.words.changed == 1, "seed \(seed)")
        #expect(comparison.counts.words.added + comparison.counts.words.removed == 0, "seed \(seed)")
    }
}
