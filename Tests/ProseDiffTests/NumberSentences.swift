/// Invented sentences in thirteen languages with one number, date or time each, in pairs that say the same in two forms, or
/// two things. The generator knows which, because it wrote them: it reads no number.
struct NumberSentences {
    /// What a pair is about.
    enum Sort: CaseIterable {
        case amount, measure, percent, count, words, time, date
    }

    let sort: Sort
    let language: String
    let one: String
    let other: String
    let isSame: Bool

    init(seed: Int) {
        var dice = SplitMix(seed)
        let writing = Writing.all[dice.roll(0, Writing.all.count - 1)]
        var sorts = Sort.allCases
        if writing.words.isEmpty { sorts.removeAll { $0 == .words } }
        let sort = sorts[dice.roll(0, sorts.count - 1)]
        (self.sort, language) = (sort, writing.tag)
        let forms = writing.facts(of: sort, &dice)
        let first = forms[dice.roll(0, forms.count - 1)]
        isSame = dice.roll(0, 1) == 1
        var second = first
        if !isSame {
            let others = forms.filter { $0.fact != first.fact }
            second = others[dice.roll(0, others.count - 1)]
        }
        let frame = writing.frames[dice.roll(0, writing.frames.count - 1)]
        one = frame.0 + first.forms[dice.roll(0, first.forms.count - 1)] + frame.1
        other = frame.0 + second.forms[dice.roll(0, second.forms.count - 1)] + frame.1
    }

    /// What a number says, and the forms that say it.
    struct Written {
        let fact: String
        let forms: [String]
    }

    /// How a language writes numbers.
    struct Writing: Sendable {
        let tag: String
        let decimal: String
        let grouping: [String]
        /// With the space before them.
        let thousands: [String]
        let millions: [String]
        let milliards: [String]
        /// Sign, code, names, and names after a scale where they differ.
        let money: [(sign: String, code: String, names: [String], scaled: [String])]
        var isSignFirst = false
        /// With the space before them.
        let units: [[String]]
        let percent: [String]
        /// Numbers in words.
        let words: [(Int, String)]
        let months: [String]
        /// A day and a month.
        let date: @Sendable (Int, String) -> [String]
        /// An hour and a minute.
        let time: @Sendable (Int, String) -> [String]
        let frames: [(String, String)]

        func facts(of sort: Sort, _ dice: inout SplitMix) -> [Written] {
            switch sort {
            case .amount: (0..<4).flatMap { _ in amounts(&dice) }
            case .measure: measures(&dice)
            case .percent: percents(&dice)
            case .count: counts(&dice)
            case .words: words.map { number, words in Written(fact: "\(number)", forms: ["\(number)", words]) }
            case .time: times(&dice)
            case .date: dates(&dice)
            }
        }

        private func amounts(_ dice: inout SplitMix) -> [Written] {
            let tenths = dice.roll(11, 999)
            return [0, 6, 9].flatMap { power in
                money.map { money in
                    let whole = power == 0 ? tenths * 100 : tenths
                    let numbers = power == 0 ? written(whole) : [decimal(tenths)].map { $0 }
                    let scales = power == 0 ? [""] : power == 6 ? millions : milliards
                    var forms: [String] = []
                    for number in numbers {
                        for scale in scales {
                            let names = power == 0 || money.scaled.isEmpty ? money.names : money.scaled
                            forms += names.map { number + scale + $0 }
                            forms.append(
                                isSignFirst ? money.sign + number + scale : "\(number)\(scale)\u{A0}\(money.sign)")
                            if !money.code.isEmpty { forms.append("\(money.code) \(number)\(scale)") }
                        }
                    }
                    let value = power == 0 ? "\(whole)" : "\(tenths) e\(power - 1)"
                    return Written(fact: "\(value) \(money.sign)", forms: forms)
                }
            }
        }

        private func measures(_ dice: inout SplitMix) -> [Written] {
            let number = dice.roll(2, 30)
            return units.enumerated().flatMap { index, names in
                signs.map { sign in
                    let signs = sign.isEmpty ? [""] : ["-", "\u{2212}"]
                    return Written(
                        fact: "\(sign)\(number) \(index)",
                        forms: signs.flatMap { sign in names.map { "\(sign)\(number)\($0)" } })
                }
            }
        }

        /// Behind a Chinese letter a hyphen may be a range.
        private var signs: [String] { tag == "zh" ? [""] : ["", "-"] }

        private func percents(_ dice: inout SplitMix) -> [Written] {
            [dice.roll(11, 99), dice.roll(101, 999)].flatMap { tenths in
                signs.map { sign in
                    Written(fact: "\(sign)\(tenths)", forms: percent.map { sign + decimal(tenths) + $0 })
                }
            }
        }

        private func counts(_ dice: inout SplitMix) -> [Written] {
            [dice.roll(2, 99), dice.roll(1001, 9999), dice.roll(10_000, 999_999), dice.roll(2, 90) * 1000].map {
                number in
                var forms = written(number)
                if number % 1000 == 0 { forms += thousands.map { "\(number / 1000)\($0)" } }
                return Written(fact: "\(number)", forms: forms)
            }
        }

        private func times(_ dice: inout SplitMix) -> [Written] {
            let (hour, minute) = (dice.roll(13, 23), dice.roll(13, 59))
            return [(hour, minute), (hour - 12, minute), (minute % 24, hour), (hour, minute - 1)].map { hour, minute in
                let minutes = minute < 10 ? "0\(minute)" : "\(minute)"
                return Written(fact: "\(hour):\(minutes)", forms: time(hour, minutes))
            }
        }

        private func dates(_ dice: inout SplitMix) -> [Written] {
            let (day, month) = (dice.roll(2, 27), dice.roll(0, months.count - 1))
            return [(day, month), (day + 1, month), (day, (month + 1) % months.count)].map { day, month in
                Written(fact: "\(day) \(month)", forms: date(day, months[month]))
            }
        }

        /// A whole number with its thousands parted, and without.
        private func written(_ number: Int) -> [String] {
            let digits = String(number)
            guard digits.count > 3 else { return [digits] }
            return [digits]
                + grouping.map { mark in
                    var grouped = ""
                    for (index, digit) in digits.enumerated() {
                        if index > 0, (digits.count - index) % 3 == 0 { grouped += mark }
                        grouped.append(digit)
                    }
                    return grouped
                }
        }

        private func decimal(_ tenths: Int) -> String {
            tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10)\(decimal)\(tenths % 10)"
        }
    }
}
