/// A number with Chinese numerals, which may have digits, too: "二十四亿", "3億5000万", "3.5万", "三点五亿", "二〇二六".
enum ChineseNumber {
    /// The most scalars of a number: what is longer is none.
    static let most = 24

    /// Whether a scalar may go on with a number.
    static func goesOn(_ scalar: Unicode.Scalar) -> Bool {
        NumberSigns.numeral(scalar.value) != nil || scalar.value &- 0x30 < 10 || isPoint(scalar)
    }

    static func isPoint(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "点" || scalar == "點" }

    /// The value of digits and numerals; nil where they make no number that fits.
    static func value(_ scalars: [Unicode.Scalar]) -> Magnitude? {
        if scalars.contains(where: isPoint) { return decimal(scalars) }
        var (total, section, number) = (UInt64(0), UInt64(0), UInt64?.none)
        func times(_ value: UInt64, _ factor: UInt64) -> UInt64? {
            let (product, isOver) = value.multipliedReportingOverflow(by: factor)
            return isOver ? nil : product
        }
        func plus(_ value: UInt64, _ other: UInt64) -> UInt64? {
            let (sum, isOver) = value.addingReportingOverflow(other)
            return isOver ? nil : sum
        }
        for scalar in scalars {
            let digit = scalar.value &- 0x30 < 10 ? NumberSigns.Numeral.digit(UInt64(scalar.value &- 0x30)) : nil
            switch digit ?? NumberSigns.numeral(scalar.value) {
            case .digit(let digit):
                // "二〇二六" is read digit by digit.
                guard let next = times(number ?? 0, 10), let sum = plus(next, digit) else { return nil }
                number = sum
            case .unit(let unit):
                guard let product = times(number ?? 1, unit), let sum = plus(section, product) else { return nil }
                (section, number) = (sum, nil)
            case .scale(let power):
                let factor = (0..<power).reduce(UInt64(1)) { product, _ in product * 10 }
                guard let whole = plus(section, number ?? (section == 0 ? 1 : 0)), let product = times(whole, factor),
                    let sum = plus(total, product)
                else { return nil }
                (total, section, number) = (sum, 0, nil)
            case nil: return nil
            }
        }
        guard let rest = plus(section, number ?? 0), let sum = plus(total, rest) else { return nil }
        return Magnitude(String(sum))
    }

    /// "3.5万", "三点五亿" and "3.5百万": a decimal before units and a scale.
    private static func decimal(_ scalars: [Unicode.Scalar]) -> Magnitude? {
        var (digits, decimals, power) = ("", 0, 0)
        var hasPoint = false
        for scalar in scalars {
            let numeral = NumberSigns.numeral(scalar.value)
            if isPoint(scalar) {
                if hasPoint || digits.isEmpty { return nil }
                hasPoint = true
            } else if let digit = scalar.value &- 0x30 < 10 ? UInt64(scalar.value &- 0x30) : numeral?.digit, power == 0
            {
                digits += String(digit)
                if hasPoint { decimals += 1 }
            } else if let numeral, numeral.power > 0, hasPoint {
                power += numeral.power
            } else {
                return nil
            }
        }
        return hasPoint ? Magnitude(digits, exponent: power - decimals) : nil
    }
}

extension NumberSigns.Numeral {
    fileprivate var digit: UInt64? { if case .digit(let digit) = self { digit } else { nil } }

    /// The power of ten; 0 for a digit.
    fileprivate var power: Int {
        switch self {
        case .digit: 0
        case .unit(let unit): unit == 10 ? 1 : unit == 100 ? 2 : 3
        case .scale(let power): power
        }
    }
}
