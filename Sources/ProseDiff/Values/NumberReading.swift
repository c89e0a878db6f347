/// What a number says, whatever its form: "\u{20AC}3,000", "3000 euros" and "EUR 3.000" in German say the same.
///
/// What is ambiguous has a value of its own: "3,000" in a text of unknown language is neither three nor three thousand.
package struct NumberReading: Hashable, Sendable {
    /// What it says, without the time of day; several where it may say several things, or where it has several parts.
    private var senses: [Sense] = []
    /// The time of day that it says or may say.
    private var time: Sense?
    /// A plus, a plus-minus, or the letters before a dollar sign.
    private var mark = ""
    /// Whether the language tells which of several senses is meant.
    private let isSure: Bool

    init(isSure: Bool) { self.isSure = isSure }

    /// A number in words that have no value in the tables: "dozens".
    init(words: String) {
        senses = [.word(words)]
        isSure = true
    }

    /// Adds what was read of it.
    mutating func add(_ token: ReadToken, _ raw: ArraySlice<RawToken>) {
        for sense in token.senses { if case .time = sense { time = sense } }
        let others = token.senses.filter { $0.kind != .time }
        senses += isSure ? Array(others.prefix(1)) : others
        if let first = raw.first, ["+", "\u{B1}", "us"].contains(first.text) { mark += first.text }
        if raw.count > 1, let sign = raw.dropFirst().first, sign.text == "us", raw.first?.kind == .mark {
            mark += sign.text
        }
    }

    /// Adds letters or a mark that are no part of a number.
    mutating func add(word: String) { senses.append(.word(word)) }

    /// Whether two numbers say the same.
    package func isSame(as other: NumberReading) -> Bool {
        guard mark == other.mark else { return false }
        if !senses.isEmpty, senses == other.senses { return true }
        return time != nil && time == other.time
            && (senses.count < 2 && other.senses.count < 2 || senses == other.senses)
    }

    /// The same for equal readings, and no other.
    var key: String { "\(senses) \(time.map { "\($0)" } ?? "") \(mark)" }

    /// The currency or unit in one form for all languages; empty for none.
    var unit: String {
        for sense in senses { if case .number(_, _, let unit) = sense { return unit } }
        return ""
    }

    /// A number in a text.
    package struct Place: Hashable, Sendable {
        /// The UTF-8 bytes of the number with its sign, currency and unit.
        package let range: Range<Int>
        /// What it says.
        package let reading: NumberReading
    }

    /// Returns the numbers of a text, in order; those in words, too, if the language has rules.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - language: BCP 47 tag.
    ///   - labels: The labels of withheld passages: their numbers are skipped.
    package static func all(in bytes: [UInt8], language: String?, labels: Labels = Labels()) -> [Place] {
        let rules = MarkRules.of(language, bytes, bytes)
        var lexicon = TokenInterner(isBlank: true)
        let text = ProseText(bytes, &lexicon, labels: labels)
        let marked = rules.map(MarkedWords.init)
        let words = marked.map { $0.counts($0.side(text, 0..<text.count)) } ?? []
        let figures = Figure.all(text, 0..<text.count, language: rules?.language).map {
            Place(range: text.byteRange($0.tokens), reading: $0.reading)
        }
        let counts = words.map { Place(range: text.byteRange($0.tokens), reading: $0.reading) }
        return (figures + counts).sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}
