import Testing

@testable import ProseDiff

@Suite("Mending an alignment")
struct MendingTests {
    @Test func alignsWhatSharesManyWords() {
        let (old, new) = Self.texts("a b c d e f", "x a b c d e f")
        var matches = [Int32](repeating: -1, count: old.count)
        Self.mend(old, new, &matches)
        #expect(matches == [1, 2, 3, 4, 5, 6])
    }

    @Test func leavesWhatSavesTooLittle() {
        let (old, new) = Self.texts("a b c", "x a y")
        var matches = [Int32](repeating: -1, count: old.count)
        Self.mend(old, new, &matches)
        #expect(matches == [-1, -1, -1])
    }

    /// A heading that stands twice goes with the wrong one; the words between need not change.
    @Test func takesBackMovesThatSaveNothing() {
        let (old, new) = Self.texts("a b c d x y z a b c d", "a b c d x y z a b c d")
        var matches: [Int32] = [7, 8, 9, 10, -1, -1, -1, 0, 1, 2, 3]
        let move = TokenSpan(old: 7..<11, new: 0..<4)
        #expect(Self.mend(old, new, &matches, leaving: [move]).isEmpty)
        #expect(matches == Array(0...10))
    }

    @Test func takesBackMovesThatLeaveAsManyChanges() {
        let (old, new) = Self.texts("a b c d x", "a b c d y")
        var matches: [Int32] = [0, 1, 2, 3, -1]
        #expect(Self.mend(old, new, &matches, leaving: [TokenSpan(old: 0..<4, new: 0..<4)]).isEmpty)
        #expect(matches == [0, 1, 2, 3, -1])
    }

    /// A paragraph that both texts have as often as each other is one token, and many words.
    @Test func keepsMovesOfWholeParagraphs() {
        let paragraph = "The ferry left the harbour at noon, with nobody on board."
        let (before, after) = (Array("\(paragraph)\n\na b".utf8), Array("a b\n\n\(paragraph)".utf8))
        let whole = WholeParagraphs.common(before, after)
        var lexicon = TokenInterner()
        let firstKind = lexicon.reserve(whole.kinds)
        let old = ProseText(before, &lexicon, whole: whole.old, firstKind: firstKind)
        let new = ProseText(after, &lexicon, whole: whole.new, firstKind: firstKind)
        let move = TokenSpan(old: 0..<1, new: 2..<3)
        var matches: [Int32] = [2, -1, -1]
        #expect(Self.mend(old, new, &matches, leaving: [move]) == [move])
    }

    @Test func keepsMovesThatSaveWords() {
        let (old, new) = Self.texts("a b c d e f x", "e f a b c d y")
        var matches: [Int32] = [2, 3, 4, 5, 0, 1, -1]
        let move = TokenSpan(old: 4..<6, new: 0..<2)
        #expect(Self.mend(old, new, &matches, leaving: [move]) == [move])
        #expect(matches == [2, 3, 4, 5, 0, 1, -1])
    }

    /// Matches stay in order and of the same words, and never become fewer.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func losesNothing(seed: UInt64) {
        var dice = Dice(state: seed)
        for _ in 0..<100 {
            let (old, new) = Self.texts(Self.text(&dice), Self.text(&dice))
            var matches = Self.someMatches(old, new, &dice)
            let before = matches.count { $0 >= 0 }
            Self.mend(old, new, &matches)
            let partners = matches.filter { $0 >= 0 }
            #expect(partners.count >= before, "seed \(seed)")
            #expect(zip(partners, partners.dropFirst()).allSatisfy(<), "seed \(seed)")
            for (token, match) in matches.enumerated() where match >= 0 {
                #expect(old.numbers[token] == new.numbers[Int(match)], "seed \(seed)")
            }
        }
    }

    @discardableResult
    private static func mend(
        _ old: ProseText, _ new: ProseText, _ matches: inout [Int32], leaving moves: [TokenSpan] = []
    ) -> [TokenSpan] {
        var mending = Mending(old, new, leaving: moves)
        mending.mend(&matches)
        return mending.moves
    }

    private static func text(_ dice: inout Dice) -> String {
        let words = ["a", "b", "c", "d", "e", "f.", "g.\n\n"]
        return (0..<dice.roll(40)).map { _ in words[dice.roll(words.count)] }.joined(separator: " ")
    }

    /// Matches in order, though not as many as could be.
    private static func someMatches(_ old: ProseText, _ new: ProseText, _ dice: inout Dice) -> [Int32] {
        var matches = [Int32](repeating: -1, count: old.count)
        var next = 0
        for token in matches.indices where dice.roll(2) == 0 {
            guard let partner = (next..<new.count).first(where: { new.numbers[$0] == old.numbers[token] }) else {
                continue
            }
            matches[token] = Int32(partner)
            next = partner + 1
        }
        return matches
    }

    private static func texts(_ old: String, _ new: String) -> (ProseText, ProseText) {
        var lexicon = TokenInterner()
        let before = ProseText(Array(old.utf8), &lexicon)
        return (before, ProseText(Array(new.utf8), &lexicon))
    }
}
