import Testing

@testable import ProseDiff

@Suite("Edges of changes, slid")
struct EdgeSliderTests {
    /// What came lies at the start of a paragraph, a sentence, a line or a clause, if it can.
    @Test(arguments: [
        ("X. A, c.", "X. A, b. A, c.", 4, "A, b."), ("X one\na c", "X one\na b\na c", 3, "a b"),
        ("A b.\n\nA d.", "A b.\n\nA c.\n\nA d.", 4, "A c."),
        ("He came, saw, won.", "He came, slept, saw, won.", 2, "slept,"),
    ])
    func areWhereAReaderPutsThem(old: String, new: String, first: Int, run: String) {
        let (before, after) = Self.texts(old, new)
        var alignment = Alignment(before, after, .init())
        let count = after.count - before.count
        alignment.matches = before.numbers.indices.map { Int32($0 < first ? $0 : $0 + count) }
        EdgeSlider(before, after).slide(&alignment)
        let came = Set(after.numbers.indices).subtracting(alignment.matches.map(Int.init)).sorted()
        #expect(came.count == count)
        let text = String(decoding: after.bytes[after.byteRange(came[0]..<came[0] + count)], as: UTF8.self)
        #expect(text == run)
    }

    /// As many tokens stay, each the same as before, in order; what moved is left alone.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func loseNothing(seed: UInt64) {
        var dice = Dice(state: seed)
        for _ in 0..<100 {
            let (old, new) = Self.texts(Self.text(&dice), Self.text(&dice))
            var alignment = Alignment(old, new, .init())
            let before = alignment
            EdgeSlider(old, new).slide(&alignment)
            let matches = alignment.matches
            #expect(matches.count { $0 >= 0 } == before.matches.count { $0 >= 0 }, "seed \(seed)")
            for (token, match) in matches.enumerated() where match >= 0 {
                #expect(old.numbers[token] == new.numbers[Int(match)], "seed \(seed)")
            }
            #expect(Set(matches.filter { $0 >= 0 }).count == matches.count { $0 >= 0 }, "seed \(seed)")
            for move in before.moves { #expect(matches[move.old] == before.matches[move.old], "seed \(seed)") }
            alignment.keepInOrder(new.count)
            #expect(alignment.matches == matches, "seed \(seed)")
        }
    }

    private static func text(_ dice: inout Dice) -> String {
        let words = ["a ", "b ", "a b c d e. ", "f, ", "\n\n", "\n", "g a b c h. ", "“a” "]
        return (0..<dice.roll(14)).map { _ in words[dice.roll(words.count)] }.joined()
    }

    static func texts(_ old: String, _ new: String) -> (ProseText, ProseText) {
        var lexicon = TokenInterner()
        let before = ProseText(Array(old.utf8), &lexicon)
        return (before, ProseText(Array(new.utf8), &lexicon))
    }
}
