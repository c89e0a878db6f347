/// Negations and hedges that moved within their sentence together with the words around them: nothing was denied that was
/// not denied before.
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
    /// The marks of phrases whose words may move.
    static let marks: Comparison.Marks = [.negation, .hedge]

    init(_ old: ProseText, _ new: ProseText, _ words: MarkedWords) {
        (self.old, self.new, self.words) = (old, new, words)
    }

    /// Takes the marks from changes whose phrases all moved.
    func unmark(_ operations: inout [Comparison.Operation]) {
        let marked = operations.indices.filter {
            operations[$0].kind != .move && !operations[$0].marks.isDisjoint(with: Self.marks)
        }
        guard marked.count > 1 else { return }
        var gone: [Key: Int] = [:]
        var come: [Key: Int] = [:]
        var keys: [Int: (old: [Key?], new: [Key?])] = [:]
        for index in marked {
            let found = (old: keysOfOld(operations[index]), new: keysOfNew(operations[index]))
            keys[index] = found
            for case let key? in found.old { gone[key, default: 0] += 1 }
            for case let key? in found.new { come[key, default: 0] += 1 }
        }
        for (index, found) in keys {
            for mark in [Comparison.Marks.negation, .hedge] where operations[index].marks.contains(mark) {
                let isOf = { (key: Key?) in key == nil || key?.mark == mark.rawValue }
                let moved = (found.old + found.new).filter(isOf).allSatisfy { key in
                    key.map { (gone[$0] ?? 0) == (come[$0] ?? 0) } ?? false
                }
                if moved { operations[index].marks.remove(mark) }
            }
        }
    }

    private func keysOfOld(_ operation: Comparison.Operation) -> [Key?] {
        let tokens = old.tokens(in: operation.old)
        return keys(old, tokens, sentence(operation))
    }

    private func keysOfNew(_ operation: Comparison.Operation) -> [Key?] {
        keys(new, new.tokens(in: operation.new), sentence(operation))
    }

    /// The number of the old sentence that a change is in.
    private func sentence(_ operation: Comparison.Operation) -> Int {
        let token = old.token(at: operation.old.lowerBound)
        let inside = operation.old.isEmpty ? max(0, token - 1) : token
        guard old.count > 0 else { return 0 }
        var start = min(inside, old.count - 1)
        while start > 0, !old.traits[start].contains(.startsSentence) { start -= 1 }
        return start
    }

    /// The phrases with the token on either side; nil for one whose neighbours are outside of the change.
    private func keys(_ text: ProseText, _ tokens: Range<Int>, _ sentence: Int) -> [Key?] {
        words.places(text, tokens, Self.marks).map { phrase in
            guard phrase.tokens.lowerBound > tokens.lowerBound, phrase.tokens.upperBound < tokens.upperBound else {
                return nil
            }
            return Key(
                sentence: sentence, mark: phrase.mark.rawValue, words: phrase.words,
                before: text.numbers[phrase.tokens.lowerBound - 1], after: text.numbers[phrase.tokens.upperBound])
        }
    }
}
