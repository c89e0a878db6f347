import ProseDiff

/// A sentence that a correction took out or changed: it may come back at another place, where nothing around it is the same.
struct CorrectedSentence: Hashable, Sendable {
    private let words: [ReadToken]
    /// How often the text after the correction has it.
    private let known: Int

    /// The most sentences of one passage that are followed.
    private static let most = 20

    /// The sentences of a place of the text before a correction.
    static func all(of before: ReadText, _ place: Range<Int>, _ after: ReadText) -> [CorrectedSentence] {
        let range = before.sentence(around: place)
        return before.ranges.filter { $0.overlaps(range) }.prefix(most).compactMap { sentence in
            let words = Array(before.tokens[sentence])
            guard tells(words) else { return nil }
            let known = count(words, in: after)
            return known < count(words, in: before) ? CorrectedSentence(words: words, known: known) : nil
        }
    }

    /// Whether a text has it more often than the text after the correction.
    func isBack(in text: ReadText) -> Bool { Self.count(words, in: text) > known }

    /// Whether it can be told from what other sentences say.
    private static func tells(_ words: [ReadToken]) -> Bool {
        words.count >= 5 || words.count >= 3 && words.contains(where: \.isTelling)
    }

    /// How many sentences of a text say just that. A longer sentence may quote it.
    private static func count(_ words: [ReadToken], in text: ReadText) -> Int {
        text.places(of: words[...]).count { place in text.sentence(around: place) == place }
    }
}
