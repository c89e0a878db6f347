import Testing

@testable import ProseDiff

@Suite struct TypographyTests {
    /// The quick answer is the one that the whole comparison gives, wherever two texts begin to differ.
    @Test(arguments: 0..<40) func theQuickAnswerIsThatOfTheComparison(seed: UInt64) {
        var dice = Dice(state: seed)
        var counts = [false: 0, true: 0]
        for _ in 0..<50 {
            let text = Self.text(&dice)
            let other = dice.roll(2) == 0 ? Self.otherwise(text, &dice) : Self.text(&dice)
            let (old, new) = (Array(text.joined().utf8), Array(other.joined().utf8))
            let answer = differsInTypographyOnly(old, new)
            #expect(answer == (old != new && compare(old, new).isNoise), "\(old) \(new)")
            #expect(differsInTypographyOnly(text.joined(), other.joined()) == answer, "\(old) \(new)")
            counts[answer]! += 1
        }
        #expect(counts.values.allSatisfy { $0 > 0 })
    }

    private static let kinds = [
        ["é", "e\u{301}"], ["-", "–", " — "], ["\"", "“", "«"], ["'", "’"], [" ", "\u{A0}", "  ", "\n\n"], ["a"], ["b"],
        ["14"], ["e"], ["o\u{301}"], ["…", "..."], ["", "\u{AD}", "\u{200B}"], ["\u{301}"], ["市"],
    ]

    private static func text(_ dice: inout Dice) -> [String] {
        (0..<dice.roll(13)).map { _ in kinds[dice.roll(kinds.count)][0] }
    }

    /// The same, some of it in another typography, or some of it gone.
    private static func otherwise(_ text: [String], _ dice: inout Dice) -> [String] {
        var text = text
        for index in text.indices where dice.roll(3) == 0 {
            let kind = kinds.first { $0[0] == text[index] }!
            text[index] = kind[dice.roll(kind.count)]
        }
        if dice.roll(4) == 0, !text.isEmpty {
            text.remove(at: dice.roll(text.count))
        }
        return text
    }
}
