import ProseDiff

/// The words around a passage, by which the same place is found in another text.
struct Surroundings: Hashable, Sendable {
    /// The words before it, the nearest first.
    private let before: [ReadToken]
    /// The words after it, the nearest first.
    private let after: [ReadToken]
    /// The other words of its sentence.
    private let sentence: [ReadToken]

    /// The most words that are compared on each side, and of a sentence.
    private static let most = (side: 4, sentence: 60)

    init(_ text: ReadText, _ place: Range<Int>) {
        before = text.tokens[..<place.lowerBound].suffix(Self.most.side).reversed()
        after = Array(text.tokens[place.upperBound...].prefix(Self.most.side))
        let range = text.sentence(around: place)
        sentence =
            (text.tokens[range.lowerBound..<min(range.upperBound, max(range.lowerBound, place.lowerBound))]
            + text.tokens[max(range.lowerBound, place.upperBound)..<max(range.upperBound, place.upperBound)])
            .prefix(Self.most.sentence).map { $0 }
    }

    /// How much of the surroundings a place of another text has.
    struct Agreement: Comparable {
        /// Words beside the place that are the same, up to the first that differs.
        let beside: Int
        /// Words of the sentence that are there, of a hundred.
        let shared: Int
        /// Whether a word on each side is the same.
        let isEnclosed: Bool

        var score: Int { beside * 10 + shared / 4 }

        static func < (left: Agreement, right: Agreement) -> Bool { left.score < right.score }

        /// Whether it is the same place.
        var isSame: Bool { beside >= 2 || shared >= 50 || beside == 1 && shared >= 30 }

        /// Whether it is the same place of something that stands nowhere else.
        var mayBeSame: Bool { beside >= 1 || shared >= 20 }
    }

    func agreement(_ text: ReadText, _ place: Range<Int>) -> Agreement {
        let left = zip(before, text.tokens[..<place.lowerBound].reversed()).prefix { $0.says($1) || $1.says($0) }.count
        let right = zip(after, text.tokens[place.upperBound...]).prefix { $0.says($1) || $1.says($0) }.count
        let isAtStart = before.isEmpty && place.lowerBound == 0
        let isAtEnd = after.isEmpty && place.upperBound == text.tokens.count
        let senses = text.senses(around: place)
        let common = sentence.count { $0.senses.contains { senses.contains($0) } }
        return Agreement(
            beside: left + right, shared: sentence.isEmpty ? 0 : common * 100 / sentence.count,
            isEnclosed: (left > 0 || isAtStart) && (right > 0 || isAtEnd) && left + right > 0)
    }

    /// The gaps of a text whose nearest words on both sides are the same.
    func gaps(in text: ReadText) -> [Int] {
        let all = before.first.map { text.places(of: $0).map { $0 + 1 } } ?? [0]
        return all.filter { isNear(text, $0) }
    }

    private func isNear(_ text: ReadText, _ index: Int) -> Bool {
        let left = before.first.map { index > 0 && text.tokens[index - 1].says($0) } ?? (index == 0)
        return left
            && (after.first.map { index < text.tokens.count && text.tokens[index].says($0) }
                ?? (index == text.tokens.count))
    }
}
