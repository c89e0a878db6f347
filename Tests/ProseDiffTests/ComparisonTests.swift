import Testing

@testable import ProseDiff
@testable import ProseRendering

@Suite("Comparing two texts")
struct ComparisonTests {
    @Test func equalTextsHaveOnlyEqual() {
        let text = Array("One. Two.\n\nThree.".utf8)
        let comparison = compare(text, text)
        #expect(comparison.operations == [.init(.equal, old: 0..<text.count, new: 0..<text.count)])
    }

    @Test func oneWordChangesWithinItsSentence() throws {
        let old = Array("One here. The cat sat.\n\nThree.".utf8)
        let new = Array("One here. The dog sat.\n\nThree.".utf8)
        let comparison = compare(old, new)
        #expect(Rendering.inline(comparison, old: old, new: new).contains("The [-cat-]{+dog+} sat."))
        #expect(try comparison.apply(to: old, inserting: comparison.insertedBytes(of: new)) == new)
        #expect(try comparison.revert(new, restoring: comparison.removedBytes(of: old)) == old)
        #expect(comparison.operations.map(\.kind) == [.equal, .replace, .equal])
    }

    /// Insertions that slide back over two or more tokens, to the end of a sentence.
    @Test(
        arguments: [
            ("Two died on Monday.", "Three died on Monday. Five were hurt on Monday."),
            (#"Some said "it is below it.""#, #"Many said "it is below it." Some said "they fled.""#),
            ("– \"We stay.\"\n\n– \"No.\"", "\"We stay.\"\n– \"No.\""),
        ])
    func anInsertionMaySlideOverSeveralTokens(old: String, new: String) throws {
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        for (old, new) in [(old, new), (new, old)] {
            let comparison = compare(old, new)
            #expect(try comparison.apply(to: old, inserting: comparison.insertedBytes(of: new)) == new)
            #expect(try comparison.revert(new, restoring: comparison.removedBytes(of: old)) == old)
        }
    }

    @Test func aListWithBlankLinesPutInIsNoiseAndMovesNothing() {
        let items = ["* Buses", "* Trains", "* Ferries"]
        let old = Array(items.joined(separator: "\n").utf8)
        let new = Array(items.joined(separator: "\n\n").utf8)
        for comparison in [compare(old, new), compare(new, old)] {
            #expect(comparison.isNoise)
            #expect(!comparison.operations.contains { $0.kind == .move })
        }
    }

    @Test func aHalfKeptSentenceKeepsWhatItKept() {
        let old = Array("one two three four five six".utf8)
        let new = Array("four five six seven eight nine".utf8)
        let comparison = compare(old, new)
        let kept = comparison.finestOperations.filter { $0.kind == .equal }.map {
            String(decoding: old[$0.old], as: UTF8.self)
        }
        #expect(kept.contains { $0.contains("four five six") })
        #expect(comparison.quality == .minimal)
    }

    @Test func aWordPartedIsAChange() {
        let (old, new) = (Array("She is nowhere.".utf8), Array("She is now here.".utf8))
        for comparison in [compare(old, new), compare(new, old)] {
            #expect(!comparison.isNoise && comparison.noisePlaces == 0)
        }
    }

    @Test func eachOfManyEditedParagraphsIsAChangeOfItsOwn() {
        let paragraphs = (0..<300).map { "Paragraph \($0) says that item w\($0) costs x\($0). It stays." }
        let edited = paragraphs.map { $0.replacing("costs", with: "is worth") }
        let comparison = compare(
            Array(paragraphs.joined(separator: "\n\n").utf8), Array(edited.joined(separator: "\n\n").utf8))
        #expect(comparison.operations.count { $0.kind == .replace } == 300)
        #expect(comparison.counts.words.changed == 300)
    }
}
