import Testing

@testable import ProseDiff

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
}
