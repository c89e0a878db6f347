import Testing

@testable import ProseDiff

@Suite("Phrases that moved within their sentence")
struct MovedPhrasesTests {
    private func marks(_ old: String, _ new: String) -> Comparison.Marks {
        var options = Comparison.Options()
        options.language = "en"
        let changes = compare(Array(old.utf8), Array(new.utf8), options: options).finestOperations
        return changes.reduce(into: []) { $0.formUnion($1.marks) }
    }

    @Test(arguments: [
        (
            "\"We had no warning at all,\" said Ruth Sandler, who runs a bakery in Bridge Street.",
            "Ruth Sandler, who runs a bakery in Bridge Street, said: \"We had no warning at all.\""
        ),
        ("It closed on 3 October after the flood in the town.", "It closed on October 3 after the flood in the town."),
    ])
    func areNoChange(old: String, new: String) {
        #expect(marks(old, new).isDisjoint(with: [.negation, .number]))
    }

    @Test(arguments: [
        (
            "He did not say that he was guilty of it.", "He did say that he was not guilty of it.",
            Comparison.Marks.negation
        ),
        ("It closed on 3 October after the flood.", "It closed on October 4 after the flood.", .number),
        ("It closed on 3 October after the flood.", "It closed on November 3 after the flood.", .number),
        ("The 3 of them met 5 October men.", "The 5 of them met 3 October men.", .number),
    ])
    func areAChangeWithoutTheirNeighbours(old: String, new: String, mark: Comparison.Marks) {
        #expect(marks(old, new).contains(mark))
    }

    /// A sentence of many changes takes time linear in its length: this ends at once.
    @Test func manyInOneSentence() {
        let old = (0..<20_000).map { "a\($0) not b\($0)" }.joined(separator: " ")
        let new = (0..<20_000).map { "a\($0) c b\($0)" }.joined(separator: " ")
        #expect(marks(old, new).contains(.negation))
    }
}
