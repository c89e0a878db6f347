/// A value, and the forms in which newsrooms write it in English: the generator knows which are equal.
struct WrittenValue: Hashable {
    /// What it is: equal for equal values alone.
    let sense: String
    let forms: [String]

    static let amounts: [WrittenValue] = [3, 5, 12, 250].flatMap { number in
        ["$": ("$", "dollars"), "€": ("€", "euros"), "£": ("£", "pounds")].sorted { $0.key < $1.key }.map {
            sign, names in
            WrittenValue(
                sense: "\(number)000000\(sign)",
                forms: [
                    "\(names.0)\(number)m", "\(names.0)\(number) million", "\(number) million \(names.1)",
                    "\(names.0)\(number),000,000", "\(number)m \(names.1)",
                ])
        }
    }

    static let measures: [WrittenValue] = [4, 12, 40].flatMap { number in
        [
            ("km", ["km", " km", " kilometres"]), ("miles", [" miles"]), ("%", ["%", " per cent", " percent"]),
            ("points", [" points"]),
        ]
        .flatMap { name, units in
            [false, true].map { isNegative in
                WrittenValue(
                    sense: "\(isNegative ? "-" : "")\(number)\(name)",
                    forms: units.flatMap { unit in
                        isNegative ? ["-\(number)\(unit)", "\u{2212}\(number)\(unit)"] : ["\(number)\(unit)"]
                    })
            }
        }
    }

    static let times: [WrittenValue] = [(22, 15), (15, 22), (10, 15), (9, 5)].map { hour, minute in
        let minutes = minute < 10 ? "0\(minute)" : "\(minute)"
        let half = hour < 12 ? "am" : "pm"
        return WrittenValue(
            sense: "\(hour * 60 + minute)",
            forms: [
                "\(hour):\(minutes)", "\(hour > 12 ? hour - 12 : hour):\(minutes)\(half)",
                "\(hour > 12 ? hour - 12 : hour).\(minutes) \(half)",
            ])
    }

    static let dates: [WrittenValue] = [(3, "October"), (13, "October"), (3, "May")].map { day, month in
        WrittenValue(
            sense: "\(day)\(month)",
            forms: ["\(day) \(month)", "\(month) \(day)", "\(day)\(day == 3 ? "rd" : "th") of \(month)"])
    }

    static let counts: [WrittenValue] = [
        (7, "seven"), (12, "twelve"), (21, "twenty-one"), (250, "two hundred and fifty"), (3000, "three thousand"),
    ].map { number, words in
        WrittenValue(
            sense: "\(number)",
            forms: ["\(number)", words] + (number > 999 ? ["\(number / 1000),000", "\(number / 1000)\u{A0}000"] : []))
    }
}
