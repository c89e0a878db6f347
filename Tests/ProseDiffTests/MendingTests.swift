import Testing

@testable import ProseDiff

@Suite("Mending an alignment")
struct MendingTests {
    @Test func alignsWhatSharesManyWords() {
        let (old, new) = Self.texts("a b c d e f", "x a b c d e f")
        var matches = [Int32](repeating: -1, count: old.count)
        Mending(old, new, leaving: []).mend(&matches)
        #expect(matches == [1, 2, 3, 4, 5, 6])
    }

    @Test func leavesWhatSavesTooLittle() {
        let (old, new) = Self.texts("a b c", "x a y")
        var matches = [Int32](repeating: -1, count: old.count)
        Mending(old, new, leaving: []).mend(&matches)
        #expect(matches == [-1, -1, -1])
    }

    @Test func leavesWhatMoved() {
        let (old, new) = Self.texts("a b c d e f", "x a b c d e f")
        let moves = [TokenSpan(old: 0..<6, new: 1..<7)]
        var matches: [Int32] = [1, 2, 3, 4, 5, 6]
        Mending(old, new, leaving: moves).mend(&matches)
        #expect(matches == [1, 2, 3, 4, 5, 6])
    }

    /// Matches stay in order and of the same words, and never become fewer.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func losesNothing(seed: UInt64) {
        var dice = Dice(state: seed)
        for _ in 0..<100 {
            let (old, new) = Self.texts(Self.text(&dice), Self.text(&dice))
            var matches = Self.someMatches(old, new, &dice)
            let before = matches.count { $0 >= 0 }
            Mending(old, new, leaving: []).mend(&matches)
            let partners = matches.filter { $0 >= 0 }
            #expect(partners.count >= before, "seed \(seed)")
            #expect(zip(partners, partners.dropFirst()).allSatisfy(<), "seed \(seed)")
            for (token, match) in matches.enumerated() where match >= 0 {
                #expect(old.numbers[token] == new.numbers[Int(match)], "seed \(seed)")
            }
        }
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
        var lexicon = Lexicon()
        let before = ProseText(Array(old.utf8), &lexicon)
        return (before, ProseText(Array(new.utf8), &lexicon))
    }
}
