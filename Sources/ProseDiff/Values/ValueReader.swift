/// Reads values and words from the tokens of a text: each number with its sign, scale, currency and unit, each date and
/// each time of day whole.
struct ValueReader {
    let tokens: [RawToken]
    let numerals: NumeralReader
    let language: String?

    init(_ tokens: [RawToken], language: String?) {
        self.tokens = tokens
        let language = language.map(MarkRules.primary)
        self.language = language
        numerals = NumeralReader(tokens: tokens, words: NumberWords.of(language), language: language)
    }

    /// The values and words, in order.
    func all() -> [ReadToken] {
        var read: [ReadToken] = []
        var index = 0
        while index < tokens.count {
            let (token, end) = value(at: index)
            if let token { read.append(token) }
            index = max(end, index + 1)
        }
        shareUnits(&read)
        return read
    }

    private func value(at index: Int) -> (ReadToken?, Int) {
        let token = tokens[index]
        switch token.kind {
        case .label: return (ReadToken(range: token.range, senses: [.withheld(Array(token.text.utf8))]), index + 1)
        case .mark:
            if let number = number(after: index) { return number }
            guard Units.currency(token.text) != nil || Units.unit(token.text) != nil else { return (nil, index + 1) }
            return (ReadToken(range: token.range, senses: [.word(token.text)]), index + 1)
        case .digits, .ideograph, .letters:
            if let date = date(at: index) { return date }
            if let time = time(at: index) { return time }
            if let number = number(after: index) { return number }
            return (word(index), index + 1)
        }
    }

    /// The number, date in digits or time of day that begins at a token, and the token after it; nil where none does.
    func figure(at index: Int) -> (ReadToken, Int)? {
        if tokens[index].kind == .digits, let found = dateInDigits(at: index) ?? inChinese(index) ?? time(at: index) {
            return found
        }
        guard let (token, end) = number(after: index, isSure: true), let token else { return nil }
        return (token, end)
    }

    func word(_ index: Int) -> ReadToken {
        let token = tokens[index]
        if let day = CalendarNames.weekday(token.text) {
            return ReadToken(range: token.range, senses: [.weekday(day)], isCapital: token.isCapital)
        }
        if let month = month(index) {
            return ReadToken(
                range: token.range, senses: [.date(day: nil, month: month, year: nil)], isCapital: token.isCapital)
        }
        return ReadToken(range: token.range, senses: [.word(token.text)], isCapital: token.isCapital)
    }

    /// The month that a word names; English and German ones have a capital.
    func month(_ index: Int) -> Int? {
        guard index < tokens.count, tokens[index].kind == .letters, let month = CalendarNames.month(tokens[index].text)
        else {
            return nil
        }
        if ["en", "de", nil].contains(language), !tokens[index].isCapital { return nil }
        return month
    }

    func isMark(_ index: Int, _ text: String) -> Bool {
        tokens.indices.contains(index) && tokens[index].kind == .mark && tokens[index].text == text
    }

    func token(_ start: Int, _ end: Int, _ senses: [Sense]) -> ReadToken {
        ReadToken(
            range: tokens[start].range.lowerBound..<tokens[end - 1].range.upperBound, senses: senses,
            isCapital: tokens[start].isCapital)
    }
}
