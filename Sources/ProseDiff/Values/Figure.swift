/// A number of a text with what stands beside it: a currency's code, its scale and its unit.
struct Figure {
    /// The tokens of the code, of the number and of the unit, in order.
    let tokens: Range<Int>
    /// What the figure says.
    let reading: NumberReading

    /// The most tokens after a number that are read with it.
    private static let reach = 8

    /// The figure whose number is a token.
    ///
    /// - Parameter language: Primary language subtag; nil when it is unknown.
    init(_ text: ProseText, number: Int, language: String?) {
        let word = text.bytes[text.byteRange(number..<number + 1)]
        if let name = Self.name(word) {
            (tokens, reading) = (number..<number + 1, NumberReading(words: name))
            return
        }
        let start = Self.hasCode(text, before: number) ? number - 1 : number
        let raw = RawTokens(text, start..<min(text.count, number + 1 + Self.reach), number: number)
        let reader = ValueReader(raw.tokens, language: language)
        var reading = NumberReading(isSure: reader.numerals.words.grouping != nil)
        var (index, end) = (0, number + 1)
        let own = raw.owners.firstIndex { $0 > number } ?? raw.tokens.count
        while index < own {
            guard let (token, next) = reader.figure(at: index) else {
                reading.add(word: raw.tokens[index].text)
                index += 1
                continue
            }
            reading.add(token, raw.tokens[index..<next])
            index = max(next, index + 1)
        }
        if index > own { end = raw.owners[index - 1] + 1 }
        tokens = start..<end
        self.reading = reading
    }

    /// A word with digits in it, in small letters: "A4"; nil for a number.
    private static func name(_ word: ArraySlice<UInt8>) -> String? {
        guard let first = word.first, (first | 0x20) &- 0x61 < 26, !word.contains(0x24) else { return nil }
        return String(decoding: word, as: UTF8.self).lowercased()
    }

    /// The figures whose numbers are some tokens; a number that belongs to the figure before it has none: "10 h 55".
    static func all(_ text: ProseText, _ tokens: Range<Int>, language: String?) -> [Figure] {
        var figures: [Figure] = []
        for token in tokens where text.isFigure(token) && token >= figures.last?.tokens.upperBound ?? 0 {
            figures.append(Figure(text, number: token, language: language))
        }
        return figures
    }

    /// Whether a word belongs to a figure before it: "40 por ciento".
    static func isPart(_ word: Int, of text: ProseText, language: String?) -> Bool {
        var token = word
        while token > 0, token > word - reach, !text.traits[token].contains(.startsSentence) {
            token -= 1
            if text.isFigure(token) {
                return Figure(text, number: token, language: language).tokens.upperBound > word
            }
        }
        return false
    }

    /// The number in words that begins at a token; nil where the words of the language have no value for it.
    init?(_ text: ProseText, words start: Int, language: String?) {
        let raw = RawTokens(text, start..<min(text.count, start + 1 + Self.reach), number: start)
        let reader = ValueReader(raw.tokens, language: language)
        guard !raw.tokens.isEmpty, let (token, next) = reader.figure(at: 0), next > 0 else { return nil }
        var reading = NumberReading(isSure: true)
        reading.add(token, raw.tokens[..<next])
        // A numeral of several letters is one token.
        for index in next..<max(next, raw.owners.firstIndex { $0 > start } ?? raw.tokens.count) {
            reading.add(word: raw.tokens[index].text)
        }
        tokens = start..<max(start + 1, raw.owners[next - 1] + 1)
        self.reading = reading
    }

    /// The unit after a token, and the token after it.
    static func unit(_ text: ProseText, after token: Int, language: String?) -> (name: String, end: Int)? {
        let raw = RawTokens(text, token..<min(text.count, token + 1 + reach), number: token)
        guard let start = raw.owners.firstIndex(where: { $0 > token }) else { return nil }
        return ValueReader(raw.tokens, language: language).suffix(at: start, isScaled: true).map { name, end in
            (name, raw.owners[end - 1] + 1)
        }
    }

    /// Whether a currency's code stands before a number: "EUR 40".
    private static func hasCode(_ text: ProseText, before number: Int) -> Bool {
        guard number > 0, text.gap(before: number).count == 1, !text.traits[number].contains(.startsSentence) else {
            return false
        }
        let word = text.bytes[text.byteRange(number - 1..<number)]
        guard word.count == 3, word.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 }) else { return false }
        let code = String(decoding: word, as: UTF8.self)
        return Units.currency(code.lowercased()) != nil
            && (!Units.isWordToo(code.lowercased()) || code == code.uppercased())
    }
}

/// Tokens of a text cut again for the reader of values.
private struct RawTokens {
    private(set) var tokens: [RawToken] = []
    /// For each, the token of the text that it belongs to.
    private(set) var owners: [Int] = []

    /// - Parameters:
    ///   - range: Tokens of one sentence; what is behind its end or a label is left out.
    ///   - number: A token whose white space parts groups of digits.
    init(_ text: ProseText, _ range: Range<Int>, number: Int) {
        for owner in range {
            let traits = text.traits[owner]
            if traits.contains(.label) || owner > range.lowerBound && traits.contains(.startsSentence) { break }
            let bytes = text.byteRange(owner..<owner + 1)
            var gap = owner == range.lowerBound || text.gap(before: owner).isEmpty ? "" : "  "
            let first = tokens.count
            RawToken.read(text.bytes[bytes], at: bytes.lowerBound, &gap, &tokens)
            for index in first..<tokens.count {
                if index > first, !tokens[index].isJoined { tokens[index].gap = "\u{A0}" }
                owners.append(owner)
            }
        }
    }
}
