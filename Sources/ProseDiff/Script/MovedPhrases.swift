/// Negations and hedges that moved within their sentence together with the words around them: nothing was denied that was
/// not denied before. So do the days of "3 October" and "October 3".
///
/// In "[-“We had no warning,” said -]Ruth Sandler{+, said: “We had no warning+}" both changes have the same "had no warning".
struct MovedPhrases {
    private struct Key: Hashable {
        let sentence: Int
        let mark: UInt16
        let words: String
        let before: Int32
        let after: Int32
    }

    private let old: ProseText
    private let new: ProseText
    private let words: MarkedWords
    private let rules: MarkRules
    /// The longest change that is looked at, in bytes: a longer one is more than a sentence.
    private static let mostBytes = 4_000
    /// The marks of phrases whose words may move.
    static let marks: Comparison.Marks = [.negation, .hedge]

    init(_ old: ProseText, _ new: ProseText, _ words: MarkedWords, _ rules: MarkRules) {
        (self.old, self.new, self.words, self.rules) = (old, new, words, rules)
    }

    /// Takes the marks from changes whose phrases all moved.
    func unmark(_ operations: inout [Comparison.Operation]) {
        let marked = operations.indices.filter { index in
            let operation = operations[index]
            return operation.kind != .move && !operation.marks.isDisjoint(with: Self.marks.union(.number))
                && max(operation.old.count, operation.new.count) <= Self.mostBytes
        }
        guard marked.count > 1 else { return }
        var gone: [Key: Int] = [:]
        var come: [Key: Int] = [:]
        var keys: [Int: (old: [Key?], new: [Key?])] = [:]
        let sentences = SentencePairs(old, new)
        for index in marked {
            let operation = operations[index]
            let sentence = sentences.number(of: operation)
            let found = (
                old: keysOf(old, old.tokens(in: operation.old), sentence),
                new: keysOf(new, new.tokens(in: operation.new), sentence)
            )
            keys[index] = found
            for case let key? in found.old { gone[key, default: 0] += 1 }
            for case let key? in found.new { come[key, default: 0] += 1 }
        }
        for (index, found) in keys {
            for mark in [Comparison.Marks.negation, .hedge, .number] where operations[index].marks.contains(mark) {
                let isOf = { (key: Key?) in key == nil || key?.mark == mark.rawValue }
                let ofMark = (found.old + found.new).filter(isOf)
                let moved =
                    !ofMark.isEmpty
                    && ofMark.allSatisfy { key in
                        key.map { (gone[$0] ?? 0) == (come[$0] ?? 0) } ?? false
                    }
                if moved { operations[index].marks.remove(mark) }
            }
        }
    }

    /// The phrases with the token on either side; nil for one whose neighbours are outside of the change.
    private func keysOf(_ text: ProseText, _ tokens: Range<Int>, _ sentence: Int) -> [Key?] {
        let phrases = words.places(text, tokens, Self.marks).map { phrase -> Key? in
            guard phrase.tokens.lowerBound > tokens.lowerBound, phrase.tokens.upperBound < tokens.upperBound else {
                return nil
            }
            return Key(
                sentence: sentence, mark: phrase.mark.rawValue, words: phrase.words,
                before: text.numbers[phrase.tokens.lowerBound - 1], after: text.numbers[phrase.tokens.upperBound])
        }
        let days = tokens.filter { text.isFigure($0) }.map { token -> Key? in
            guard let month = [token - 1, token + 1].first(where: { isDate($0, text) }) else { return nil }
            let value = Figure(text, number: token, language: rules.language).reading.key
            return Key(
                sentence: sentence, mark: Comparison.Marks.number.rawValue, words: value, before: text.numbers[month],
                after: 0)
        }
        // A month that went is a change of its own.
        return phrases + days + (tokens.contains { isDate($0, text) } ? [nil] : [])
    }

    private func isDate(_ token: Int, _ text: ProseText) -> Bool {
        text.traits.indices.contains(token)
            && MarkRules.isDate(text.bytes[text.byteRange(token..<token + 1)], rules)
    }
}
