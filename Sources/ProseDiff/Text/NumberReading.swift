/// What a number says, whatever its form: "€3,000", "3000 euros" and "EUR 3.000" in German say the same.
///
/// What is ambiguous has a value of its own: "3,000" in a text of unknown language is neither three nor three thousand.
package struct NumberReading: Hashable, Sendable {
    /// The value: a decimal without zeros at its ends and its power of ten, "35e5"; "t22:15" for a time of day. Else the
    /// number as written: dates, scores, numbers with a zero before them.
    package var value: String
    /// The currency or unit in one form for all languages, or as written; empty for none.
    package var unit = ""
    /// "-", "+", "±" or empty.
    package var sign = ""
    /// The time of day that the value may be: "22.15".
    private(set) var clock: String?

    /// Whether two numbers say the same.
    package func isSame(as other: NumberReading) -> Bool {
        guard unit == other.unit, sign == other.sign else { return false }
        return value == other.value || clock == other.value || value == other.clock
    }

    /// Reads one token and the unit that follows it.
    init(_ word: ArraySlice<UInt8>, unit name: String = "", _ rules: MarkRules?) {
        var text = NumberText(word, isMoney: Figure.currencies.contains(name))
        sign = text.sign
        unit = Figure.names[text.currency] ?? text.currency
        let digits = NumberDigits(text.digits, rules)
        clock = digits.clock
        if let numerals = ChineseNumber(text.digits, &text.rest) {
            value = numerals.value
            clock = nil
        } else {
            var power = 0
            while let scale = text.takeScale(rules) { power += scale }
            value = digits.value(times: power)
            if power > 0 { clock = nil }
        }
        if !text.rest.isEmpty { take(Figure.names[text.rest] ?? text.rest) }
        take(name)
    }

    /// Reads a number written as a word.
    init(count: Int, unit: String) {
        value = NumberDigits.decimal(String(count), power: 0)
        self.unit = unit
    }

    /// A number in words that have no value in the rules: "dozens".
    init(word: String) { value = word }

    /// Adds a unit after the number.
    mutating func take(_ name: String) {
        switch name {
        case "": break
        case "o'clock" where isTime: value = clock ?? value
        case "am", "pm":
            if let time = clock ?? (isTime ? value : NumberDigits.hour(value)), let day = NumberDigits.time(time, name)
            {
                value = day
            } else {
                unit += name
            }
        default:
            // "$5 dollars" is no other currency.
            if unit != name { unit += name }
            clock = nil
        }
    }

    private var isTime: Bool { clock != nil || value.hasPrefix("t") }

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
        let words = rules.map { MarkedWords($0).counts(text, 0..<text.count) } ?? []
        let figures = (0..<text.count).filter { text.isFigure($0) }.map { token -> Place in
            let figure = Figure(text, number: token)
            return Place(range: text.byteRange(figure.tokens), reading: figure.reading(text, rules))
        }
        let counts = words.map { Place(range: text.byteRange($0.tokens), reading: $0.reading) }
        return (figures + counts).sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}

/// A number cut into its sign, currency, digits and the rest.
private struct NumberText {
    private(set) var sign = ""
    private(set) var currency = ""
    /// ASCII digits with separators: "." "," "'" " " ":" "/" "-", "_" for a mark that surely begins decimals.
    private(set) var digits = ""
    /// What follows, in small letters.
    var rest = ""

    /// Whether it is an amount of money, of which "m" is a million and no metre.
    private var isMoney: Bool

    init(_ word: ArraySlice<UInt8>, isMoney: Bool) {
        self.isMoney = isMoney
        let scalars = Array(String(decoding: word, as: UTF8.self).unicodeScalars)
        var index = 0
        while index < scalars.count, Self.digit(scalars[index]) == nil, NumberSigns.numeral(scalars[index].value) == nil
        {
            switch scalars[index].value {
            case 0x2D, 0x2010...0x2013, 0x2212: sign = "-"
            case 0x2B: sign = "+"
            case 0xB1: sign = "\u{B1}"
            case let value where Self.separator(value) == " ": break
            default: currency += String(scalars[index]).lowercased()
            }
            index += 1
        }
        while index < scalars.count {
            if let digit = Self.digit(scalars[index]) {
                digits += String(digit)
            } else if !digits.isEmpty, index + 1 < scalars.count, Self.digit(scalars[index + 1]) != nil,
                let mark = Self.separator(scalars[index].value)
            {
                digits.append(mark)
            } else {
                break
            }
            index += 1
        }
        var rest = String.UnicodeScalarView()
        rest.append(contentsOf: scalars[index...])
        self.rest = Self.trimmed(String(rest).lowercased())
        self.isMoney = isMoney || !currency.isEmpty || Figure.currencies.contains(Figure.names[self.rest] ?? "")
    }

    /// Takes a scale from the rest: " million", "bn", and "m" and "k" of money.
    mutating func takeScale(_ rules: MarkRules?) -> Int? {
        let word = rest.prefix { $0 != "." && $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" && $0 != "\u{2009}" }
        guard !word.isEmpty, let power = power(String(word), rules) else { return nil }
        rest = Self.trimmed(String(rest.dropFirst(word.count).drop { $0 == "." }))
        return power
    }

    private func power(_ word: String, _ rules: MarkRules?) -> Int? {
        switch word {
        case "m" where isMoney: 6
        case "k" where isMoney: 3
        case "b" where isMoney: 9
        case "t" where isMoney: 12
        // Of two scales, the language tells which.
        case "billion", "billions": rules.map { $0.hasShortScale ? 9 : 12 }
        case "trillion", "trillions": rules.map { $0.hasShortScale ? 12 : 18 }
        default: NumberSigns.scale(Array(word.utf8)[...])
        }
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        if scalar.value < 0x80 { return scalar.value &- 0x30 < 10 ? Int(scalar.value &- 0x30) : nil }
        guard scalar.properties.numericType == .decimal else { return nil }
        return scalar.properties.numericValue.flatMap { Int(exactly: $0) }
    }

    private static func separator(_ value: UInt32) -> Character? {
        switch value {
        case 0x2E, 0xFF0E: "."
        case 0x2C, 0xFF0C: ","
        case 0x27, 0x2019, 0x66C: "'"
        case 0x20, 0xA0, 0x2007, 0x2009, 0x202F: " "
        case 0x3A, 0xFF1A: ":"
        case 0x2F: "/"
        case 0x2D: "-"
        case 0xB7, 0x66B: "_"
        default: nil
        }
    }
}
