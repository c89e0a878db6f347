/// Whether the numbers on both sides of a change say the same.
struct ChangedNumbers {
    /// Whether the numbers in digits differ.
    private(set) var differ: Bool
    /// Whether all numbers say the same, in digits or in words, though some are written in another way.
    private(set) var areRewritten = false

    /// - Parameter counts: The number words of both sides.
    init(
        _ old: (text: ProseText, tokens: Range<Int>), _ new: (text: ProseText, tokens: Range<Int>),
        _ rules: MarkRules?, counts: () -> (old: [NumberReading], new: [NumberReading])
    ) {
        let (before, after) = (Self.figures(old, rules), Self.figures(new, rules))
        differ = !Self.areSame(before, after)
        guard differ || before.isEmpty else { return }
        let counts = counts()
        guard !counts.old.isEmpty || !counts.new.isEmpty else { return }
        areRewritten = Self.areSame(before + counts.old, after + counts.new)
        if areRewritten { differ = false }
    }

    private static func figures(_ side: (text: ProseText, tokens: Range<Int>), _ rules: MarkRules?) -> [NumberReading] {
        Figure.all(side.text, side.tokens, language: rules?.language).map(\.reading)
    }

    /// Whether two lists have the same numbers, in this order or another.
    private static func areSame(_ old: [NumberReading], _ new: [NumberReading]) -> Bool {
        guard old.count == new.count else { return false }
        if zip(old, new).allSatisfy({ $0.isSame(as: $1) }) { return true }
        func counts(_ readings: [NumberReading]) -> [NumberReading: Int] {
            readings.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        return counts(old) == counts(new)
    }
}
