/// The words that tell one statement from another: numbers, dates, names and quotations.
public enum TellingWords {
    /// What a passage consists of.
    public enum Kind: Sendable, Hashable {
        /// One number.
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
        let rules = language.flatMap { MarkRules.of($0, [], []) }
        if words.count == 1, MarkRules.isDate(bytes[text.byteRange(words[0]..<words[0] + 1)], rules) { return .date }
        return !words.isEmpty && words.allSatisfy { text.traits[$0].contains(.capital) } ? .name : nil
    }

    /// Returns quotations and, outside of them, numbers, months, days and runs of capitalised words that do not begin a
    /// sentence.
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
        let text = ProseText(bytes, &lexicon, labels: labels)
        let quotations = QuotedPassages.inside(bytes, labels: labels)
        var found = quotations
        var quoted = quotations[...]
        var name: Range<Int>?
        func close() {
            if let words = name { found.append(words) }
            name = nil
        }
        for token in 0..<text.count {
            let range = text.byteRange(token..<token + 1)
            while let first = quoted.first, first.upperBound <= range.lowerBound { quoted.removeFirst() }
            if let first = quoted.first, first.contains(range.lowerBound) {
                close()
            } else if text.isName(token, rules) {
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
