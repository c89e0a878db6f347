@testable import ProseDiff

/// Invented edits of a text with one number, and what they did to it. The generator knows what each form says, because it
/// wrote it: it reads no number.
struct NumberEdits {
    /// What a number says.
    struct Fact: Hashable {
        var sign = ""
        /// In hundredths.
        var hundredths: Int
        /// A power of ten: 0, 6 or 9.
        var scale = 0
        /// An index in the units of the language: first the currencies. -1 for none.
        var unit: Int
        /// A time of day in minutes instead.
        var minutes: Int?
    }

    let language: Language
    let old: [UInt8]
    let new: [UInt8]
    /// The bytes of the number, without a unit that stands apart from it.
    let oldNumber: Range<Int>
    let newNumber: Range<Int>
    /// Whether the number says something else now.
    let isChanged: Bool

    init(seed: Int) {
        var dice = SplitMix(seed)
        let language = Language.all[dice.roll(0, Language.all.count - 1)]
        self.language = language
        let before = Self.fact(language, &dice)
        var after = before
        if dice.roll(0, 2) > 0 {
            while after == before { after = Self.changed(before, language, &dice) }
        }
        isChanged = after != before
        var others = language.others
        for index in others.indices { others.swapAt(index, dice.roll(index, others.count - 1)) }
        others = Array(others.prefix(dice.roll(1, others.count)))
        let oldText = Self.text(language, before, others, at: dice.roll(0, others.count), &dice)
        if dice.roll(0, 1) == 1, others.count > 1 { others.swapAt(0, others.count - 1) }
        let newText = Self.text(language, after, others, at: dice.roll(0, others.count), &dice)
        (old, oldNumber) = oldText
        (new, newNumber) = newText
    }

    private static func fact(_ language: Language, _ dice: inout SplitMix) -> Fact {
        if dice.roll(0, 5) == 0 { return Fact(hundredths: 0, unit: -1, minutes: dice.roll(0, 23 * 60 + 59)) }
        let hundredths = [
            dice.roll(2, 99) * 100, dice.roll(1001, 9999) * 100, dice.roll(101, 9999), dice.roll(10_000, 999_999) * 100,
        ]
        let unit = dice.roll(-1, language.units.count - 1)
        let sign = unit >= 0 && dice.roll(0, 5) == 0 ? "-" : ""
        let scale = unit < language.currencies.count && dice.roll(0, 2) == 0 ? [6, 9][dice.roll(0, 1)] : 0
        return Fact(sign: sign, hundredths: hundredths[scale > 0 ? 2 : dice.roll(0, 3)], scale: scale, unit: unit)
    }

    private static func changed(_ fact: Fact, _ language: Language, _ dice: inout SplitMix) -> Fact {
        var fact = fact
        if let minutes = fact.minutes {
            fact.minutes =
                dice.roll(0, 1) == 1 ? (minutes + dice.roll(1, 1439)) % 1440 : minutes % 60 % 24 * 60 + minutes / 60
            return fact
        }
        switch dice.roll(0, 3) {
        case 0: fact.hundredths += [100, 1, 90_000, fact.hundredths * 9][dice.roll(0, 3)]
        case 1 where fact.unit >= 0:
            let money = language.currencies.count
            fact.unit = fact.unit < money ? dice.roll(0, money - 1) : dice.roll(money, language.units.count - 1)
        case 2 where fact.unit >= 0: fact.sign = fact.sign.isEmpty ? "-" : ""
        case 3 where fact.scale > 0: fact.scale = fact.scale == 6 ? 9 : 6
        default: fact.hundredths *= 10
        }
        return fact
    }

    // MARK: - Writing

    private static func text(
        _ language: Language, _ fact: Fact, _ others: [String], at place: Int, _ dice: inout SplitMix
    ) -> ([UInt8], Range<Int>) {
        var text = ""
        var range = 0..<0
        let gap = dice.roll(0, 1) == 1 ? "\n\n" : language.space
        for index in 0...others.count {
            if index == place {
                let (number, unit) = written(fact, language, &dice)
                if !text.isEmpty { text += gap }
                text += language.sentence.0
                range = text.utf8.count..<text.utf8.count + number.utf8.count
                text += number + unit + language.sentence.1
            }
            if index < others.count { text += (text.isEmpty ? "" : gap) + others[index] }
        }
        return (Array(text.utf8), range)
    }

    /// A number in one of its forms, and the unit that follows it.
    private static func written(_ fact: Fact, _ language: Language, _ dice: inout SplitMix) -> (String, String) {
        if let minutes = fact.minutes {
            let mark = dice.roll(0, 2) == 0 ? "." : ":"
            return ("\(minutes / 60)\(mark)\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)", "")
        }
        var number = digits(fact, language, &dice)
        if language.hasOwnDigits, dice.roll(0, 1) == 1 { number = language.own(number) }
        if fact.scale > 0 {
            let words = fact.scale == 6 ? language.millions : language.milliards
            // "5m" of nothing may be metres.
            number += words[fact.unit < 0 ? 0 : dice.roll(0, words.count - 1)]
        }
        let sign = fact.sign.isEmpty ? "" : ["-", "\u{2212}"][dice.roll(0, 1)]
        guard fact.unit >= 0 else { return (number, "") }
        guard fact.unit < language.currencies.count, dice.roll(0, 1) == 1 else {
            let names = (fact.scale > 0 && !language.scaled.isEmpty ? language.scaled : language.units)[fact.unit]
            return (sign + number, names[dice.roll(0, names.count - 1)])
        }
        let symbol = language.currencies[fact.unit]
        return (language.isSymbolFirst ? sign + symbol + number : sign + number + "\u{A0}" + symbol, "")
    }

    private static func digits(_ fact: Fact, _ language: Language, _ dice: inout SplitMix) -> String {
        let (whole, rest) = (fact.hundredths / 100, fact.hundredths % 100)
        var text = String(whole)
        if whole >= 1000, dice.roll(0, 1) == 1 {
            let mark = language.grouping[dice.roll(0, language.grouping.count - 1)]
            var grouped = ""
            for (index, digit) in text.enumerated() {
                if index > 0, (text.count - index) % 3 == 0 { grouped += mark }
                grouped.append(digit)
            }
            text = grouped
        }
        guard rest > 0 else { return text }
        let decimals = rest % 10 == 0 ? String(rest / 10) : rest < 10 ? "0\(rest)" : "\(rest)"
        return text + language.decimal + decimals
    }
}
