/// What a word of a text says: a value, or a word.
package enum Sense: Hashable, Sendable {
    /// A number with its unit; an empty unit for none. "US$5m" and "5 million dollars" are one.
    case number(Magnitude, isNegative: Bool, unit: String)
    /// A time of day, in minutes; without a second it is the whole minute.
    case time(Int, second: Int? = nil)
    /// A date: what it does not say is nil.
    case date(day: Int?, month: Int?, year: Int?)
    /// A day of the week, from 1 for Monday.
    case weekday(Int)
    /// A word, in small letters.
    case word(String)
    /// A withheld passage, by its label.
    case withheld([UInt8])

    /// Whether a text that says this says another thing, too: a date says another that leaves out its year, and a time another
    /// that leaves out its second.
    package func says(_ other: Sense) -> Bool {
        if case .time(let minutes, let second) = self, case .time(let otherMinutes, let otherSecond) = other {
            return minutes == otherMinutes && (otherSecond == nil || second == otherSecond)
        }
        guard case .date(let day, let month, let year) = self,
            case .date(let otherDay, let otherMonth, let otherYear) = other
        else { return self == other }
        return (otherDay == nil || day == otherDay) && (otherMonth == nil || month == otherMonth)
            && (year == nil || otherYear == nil || year == otherYear)
    }

    /// The sort of the sense.
    package var kind: ReadToken.Kind {
        switch self {
        case .number: .number
        case .time: .time
        case .date, .weekday: .date
        case .word: .word
        case .withheld: .withheld
        }
    }
}

/// A value or a word of a text, whole: "€5 million", "22:15", "3 October", "ship".
package struct ReadToken: Hashable, Sendable {
    /// What a token is.
    package enum Kind: Hashable, Sendable {
        case number, time, date, word, withheld
    }

    /// Where it stands, in UTF-8 bytes.
    package var range: Range<Int>
    /// What it may say; the first is the likeliest. "5m" is a length or a number.
    package var senses: [Sense]
    /// Whether it begins with a capital letter.
    package var isCapital = false

    /// Returns the values and words of a text, in order.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - language: BCP 47 tag; nil when it is unknown.
    ///   - labels: The labels of withheld passages: each is one token.
    package static func all(in bytes: [UInt8], language: String?, labels: Labels = Labels()) -> [ReadToken] {
        ValueReader(RawToken.all(in: bytes, labels), language: language).all()
    }

    /// The sort of its likeliest sense.
    package var kind: Kind { senses.first?.kind ?? .word }

    /// Whether it is a number, a time or a date.
    package var isValue: Bool { [.number, .time, .date].contains(kind) }

    /// Whether it says what another says, in whatever form.
    package func says(_ other: ReadToken) -> Bool {
        if senses.count == 1, other.senses.count == 1 { return senses[0].says(other.senses[0]) }
        return senses.contains { sense in other.senses.contains { sense.says($0) } }
    }
}
