/// Finds the phrases of a language's rules in a change.
struct MarkedWords {
    private let rules: MarkRules

    init(_ rules: MarkRules) { self.rules = rules }

    /// The marks of the phrases that differ between the two sides of a change.
    ///
    /// Takes time linear in the tokens of the change.
    func marks(
        _ old: (text: ProseText, tokens: Range<Int>), _ new: (text: ProseText, tokens: Range<Int>)
    ) -> Comparison.Marks {
        let (before, after) = (phrases(old.text, old.tokens), phrases(new.text, new.tokens))
        var marks: Comparison.Marks = []
        for mark in [Comparison.Marks.numberWord, .negation, .hedge, .attribution] {
            func words(_ phrases: [Phrase]) -> [String] { phrases.filter { $0.mark == mark }.map(\.words).sorted() }
            if words(before) != words(after) { marks.insert(mark) }
        }
        return marks
    }

    /// The tokens of a range that belong to an attribution.
    func attributions(_ text: ProseText, _ tokens: Range<Int>) -> Set<Int> {
        var found: Set<Int> = []
        for phrase in phrases(text, within: tokens) where phrase.mark == .attribution {
            found.formUnion(phrase.tokens)
        }
        return found
    }

    private struct Phrase {
        var mark: Comparison.Marks
        var words: String
        var tokens: Range<Int>
    }

    /// The phrases that overlap a range of tokens.
    private func phrases(_ text: ProseText, _ tokens: Range<Int>) -> [Phrase] {
        guard !tokens.isEmpty else { return [] }
        let reach = max(0, rules.mostWords - 1)
        let window = max(0, tokens.lowerBound - reach)..<min(text.count, tokens.upperBound + reach)
        return phrases(text, within: window).filter { $0.tokens.overlaps(tokens) }
    }

    private func phrases(_ text: ProseText, within tokens: Range<Int>) -> [Phrase] {
        var phrases: [Phrase] = []
        for token in tokens where rules.mayBegin(text.bytes[text.byteRange(token..<token + 1)]) {
            let words = (token..<min(tokens.upperBound, token + rules.mostWords)).map {
                MarkRules.plain(text.bytes[text.byteRange($0..<$0 + 1)])
            }
            let first = text.bytes[text.byteRange(token..<token + 1)].first ?? 0
            let (marks, count) = rules.phrases(at: words, isCapital: (0x41...0x5A).contains(first))
            for mark in marks {
                let place = token..<token + count
                phrases.append(Phrase(mark: mark, words: words[..<count].joined(separator: " "), tokens: place))
            }
        }
        return phrases
    }
}
