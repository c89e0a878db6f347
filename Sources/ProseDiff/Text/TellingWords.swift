/// The words that tell one statement from another: numbers, dates, names and quotations.
public enum TellingWords {
    /// What a passage consists of.
    public enum Kind: Sendable, Hashable {
        /// One number, with its unit or without.
        case number
        /// The name of a month or day.
        case date
        /// A name: words with capitals.
        case name
    }

    /// Returns what a passage consists of; nil if it is neither one number, one date nor a name.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - language: BCP 47 tag; if nil, English and German months and days are known.
    public static func kind(of bytes: [UInt8], language: String? = nil) -> Kind? {
        var lexicon = TokenInterner(isBlank: true)
        let text = ProseText(bytes, &lexicon)
        let words = (0..<text.count).filter { text.traits[$0].contains(.word) }
        if words.count == 1, text.traits[words[0]].contains(.digit) { return .number }
        if let number = words.first(where: text.isFigure), let first = words.first, let last = words.last {
            let figure = Figure(text, number: number, language: language.map(MarkRules.primary)).tokens
            if figure.contains(first), figure.contains(last) { return .number }
        }
        let rules = language.flatMap { MarkRules.of($0, [], []) }
        if !words.isEmpty, words.allSatisfy({ text.isNumberWord($0, rules) }) { return .number }
        if words.count == 1, MarkRules.isDate(bytes[text.byteRange(words[0]..<words[0] + 1)], rules) { return .date }
        return !words.isEmpty && words.allSatisfy { text.traits[$0].contains(.capital) } ? .name : nil
    }

    /// Whether a passage has a number in digits.
    package static func hasDigit(_ bytes: [UInt8]) -> Bool {
        var lexicon = TokenInterner(isBlank: true)
        let text = ProseText(bytes, &lexicon)
        return (0..<text.count).contains { text.traits[$0].contains(.digit) }
    }

    /// Whether a passage has the name of a month or day.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - language: BCP 47 tag; if nil, English and German months and days are known.
    package static func hasMonthOrDay(_ bytes: [UInt8], language: String?) -> Bool {
        let rules = language.flatMap { MarkRules.of($0, [], []) }
        var lexicon = TokenInterner(isBlank: true)
        let text = ProseText(bytes, &lexicon)
        return (0..<text.count).contains { text.isMonthOrDay($0, rules) }
    }

    /// Returns the spellings of a passage that say the same: of a number in words, those with and without a capital.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - language: BCP 47 tag; if nil, no number in words is known.
    public static func spellings(of bytes: [UInt8], language: String? = nil) -> [[UInt8]] {
        guard language != nil, kind(of: bytes, language: language) == .number else { return [bytes] }
        let word = String(decoding: bytes, as: UTF8.self)
        let (small, capital) = (word.prefix(1).lowercased(), word.prefix(1).uppercased())
        let others = [small, capital].map { Array(($0 + word.dropFirst()).utf8) }.filter { $0 != bytes }
        return small == capital ? [bytes] : [bytes] + others
    }

    /// Returns quotations and, outside of them, numbers, months, days and runs of capitalised words that do not begin a
    /// sentence. A number in words, such as "twenty-one", is one passage; beside digits it has none of its own.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - language: BCP 47 tag; if nil, English and German months and days are known.
    ///   - labels: The labels of withheld passages: their words are skipped.
    /// - Returns: UTF-8 byte ranges, quotations first.
    public static func inside(
        _ bytes: [UInt8], language: String? = nil, labels: Labels = Labels()
    ) -> [Range<Int>] {
        let rules = language.flatMap { MarkRules.of($0, [], []) }
        var lexicon = TokenInterner(isBlank: true)
        let text = ProseText(bytes, &lexicon, labels: labels, joinsNumbers: false)
        let quotations = QuotedPassages.inside(bytes, labels: labels)
        var found = quotations
        var quoted = quotations[...]
        var (name, number): (Range<Int>?, Range<Int>?)
        func close() {
            if let words = name { found.append(words) }
            if let words = number, !text.hasDigits(beside: words) { found.append(text.byteRange(words)) }
            (name, number) = (nil, nil)
        }
        for token in 0..<text.count {
            let range = text.byteRange(token..<token + 1)
            while let first = quoted.first, first.upperBound <= range.lowerBound { quoted.removeFirst() }
            if let first = quoted.first, first.contains(range.lowerBound) {
                close()
            } else if text.isNumberWord(token, rules) {
                if name != nil { close() }
                number = (number?.lowerBound ?? token)..<token + 1
            } else if number?.upperBound == token, text.isHyphen(token), text.isNumberWord(token + 1, rules) {
                number = number.map { $0.lowerBound..<token + 1 }
            } else if text.isName(token, rules) {
                if number != nil { close() }
                name = (name?.lowerBound ?? range.lowerBound)..<range.upperBound
            } else {
                close()
                if text.traits[token].contains(.digit) || text.isMonthOrDay(token, rules) { found.append(range) }
            }
        }
        close()
        return found
    }
}

extension ProseText {
    /// Whether a token is a number in words; false without rules.
    fileprivate func isNumberWord(_ token: Int, _ rules: MarkRules?) -> Bool {
        guard let rules, token < count, traits[token].contains(.word), !traits[token].contains(.label) else {
            return false
        }
        if isChineseNumber(token) { return true }
        let word = MarkRules.plain(bytes[byteRange(token..<token + 1)])
        return rules.begins(word)
            && rules.phrases(at: [word], isCapital: traits[token].contains(.capital)).marks.contains(.numberWord)
    }

    /// Whether a token joins two words without a gap.
    fileprivate func isHyphen(_ token: Int) -> Bool {
        bytes[byteRange(token..<token + 1)] == [UInt8(ascii: "-")] && gap(before: token).isEmpty
            && token + 1 < count && gap(before: token + 1).isEmpty
    }

    /// Whether the token before or after some others is a number in digits.
    fileprivate func hasDigits(beside tokens: Range<Int>) -> Bool {
        [tokens.lowerBound - 1, tokens.upperBound].contains {
            traits.indices.contains($0) && traits[$0].contains(.digit)
        }
    }
}
