/// Compares the subjects of verbs of saying: "the health ministry said", ", teilte die Polizei mit".
struct Subjects {
    private let rules: MarkRules

    /// The most tokens between a verb and the beginning of its subject.
    static let most = 8
    /// The most tokens of a subject that follows its verb.
    private static let mostAfter = 5

    init(_ rules: MarkRules) { self.rules = rules }

    /// Whether a change exchanges the last word of a subject, and no other word of it stays in the change.
    ///
    /// A word more or less, a pronoun for a name, another article, or another spelling of a name exchanges nobody.
    func differ(
        _ old: (text: ProseText, tokens: Range<Int>), _ olds: [Range<Int>],
        _ new: (text: ProseText, tokens: Range<Int>), _ news: [Range<Int>]
    ) -> Bool {
        let before = changed(old.text, old.tokens, olds)
        let after = changed(new.text, new.tokens, news)
        guard !before.isEmpty, !after.isEmpty, Set(before.keys).isDisjoint(with: after.keys) else { return false }
        let (olds, news) = (before.values.map(NameSpelling.init), after.values.map(NameSpelling.init))
        return Set(olds.map(\.short)).isDisjoint(with: news.map(\.short))
            && Set(olds.map(\.long)).isDisjoint(with: news.map(\.long))
    }

    /// The words of subjects in a change that holds the last one of them, by their numbers.
    private func changed(
        _ text: ProseText, _ change: Range<Int>, _ verbs: [Range<Int>]
    ) -> [Int32: ArraySlice<UInt8>] {
        var words: [Int32: ArraySlice<UInt8>] = [:]
        for verb in verbs where !verb.overlaps(change) {
            let subject = subject(text, of: verb)
            guard let last = subject.last, change.contains(last) else { continue }
            let held = subject.filter { change.contains($0) }
            // One sign of a script without spaces is no word.
            if held.count == 1, text.bytes[Int(text.starts[last])] >= 0xE3 { continue }
            for token in held { words[text.numbers[token]] = text.bytes[text.byteRange(token..<token + 1)] }
        }
        return words
    }

    /// The words that name the subject of a verb, pronouns too, but no articles and no days; empty where none is found.
    func name(_ text: ProseText, of verb: Range<Int>) -> [Int] {
        place(text, of: verb).prefix { !rules.isPreposition(text, $0) }.filter { token in
            !rules.isArticle(text, token) && !MarkRules.isDate(text.bytes[text.byteRange(token..<token + 1)], rules)
        }
    }

    private func subject(_ text: ProseText, of verb: Range<Int>) -> [Int] { told(text, place(text, of: verb)) }

    /// The tokens among which the subject of a verb stands.
    private func place(_ text: ProseText, of verb: Range<Int>) -> Range<Int> {
        let first = verb.lowerBound
        let isFirst = text.traits[first].contains(.startsSentence)
        let follows = rules.subject == .after || isFirst || !text.traits[first - 1].contains(.word)
        if !follows {
            var start = first
            while start > max(0, first - Self.most), isPart(text, start - 1),
                !text.traits[start].contains(.startsSentence)
            {
                start -= 1
            }
            return start..<first
        }
        var end = verb.upperBound
        let limit = min(text.count, end + Self.mostAfter)
        while end < limit, isPart(text, end), !text.traits[end].contains(.startsSentence),
            !rules.isPreposition(text, end)
        {
            end += 1
        }
        // A whole clause follows: "Lee, 42, said the bridge was unsafe".
        if end == limit, end < text.count, isPart(text, end), !text.traits[end].contains(.startsSentence) {
            return end..<end
        }
        return verb.upperBound..<end
    }

    private func isPart(_ text: ProseText, _ token: Int) -> Bool {
        text.traits[token].contains(.word) && text.traits[token].isDisjoint(with: [.digit, .label])
    }

    /// The words up to a preposition that tell who: no articles, pronouns, short words, numbers or days.
    private func told(_ text: ProseText, _ tokens: Range<Int>) -> [Int] {
        tokens.prefix { !rules.isPreposition(text, $0) }.filter { token in
            let bytes = text.bytes[text.byteRange(token..<token + 1)]
            return !rules.isPronoun(text, token) && !(bytes.count <= 3 && text.traits[token].contains(.small))
                && !MarkRules.isDate(bytes, rules) && !NumberSigns.isChineseNumber(bytes)
        }
    }
}
