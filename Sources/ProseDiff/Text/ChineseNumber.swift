/// A number with Chinese numerals, which may have digits, too: "二十四亿", "3億5000万", "3.5万", "二〇二六".
struct ChineseNumber {
    let value: String

    /// - Parameters:
    ///   - digits: The digits before the numerals.
    ///   - rest: The numerals; what follows them is left.
    /// - Returns: nil if there are no numerals, or they make no number that fits.
    init?(_ digits: String, _ rest: inout String) {
        let scalars = rest.unicodeScalars.prefix {
            NumberSigns.numeral($0.value) != nil || $0.value &- 0x30 < 10 || $0 == "点" || $0 == "點" || $0 == "."
        }
        guard scalars.contains(where: { NumberSigns.numeral($0.value) != nil }),
            let value = Self.value(digits, Array(scalars))
        else { return nil }
        self.value = value
        rest = String(rest.unicodeScalars.dropFirst(scalars.count).drop { $0.properties.isWhitespace })
    }

    private static func value(_ digits: String, _ scalars: [Unicode.Scalar]) -> String? {
        if let decimal = decimal(digits, scalars) { return decimal }
        guard digits.isEmpty || UInt64(digits) != nil else { return nil }
        var (total, section, number) = (UInt64(0), UInt64(0), UInt64(digits))
        var isPositional = true
        func times(_ value: UInt64, _ factor: UInt64) -> UInt64? {
            let (product, isOver) = value.multipliedReportingOverflow(by: factor)
            return isOver ? nil : product
        }
        func plus(_ value: UInt64, _ other: UInt64) -> UInt64? {
            let (sum, isOver) = value.addingReportingOverflow(other)
            return isOver ? nil : sum
        }
        for scalar in scalars {
            switch NumberSigns.numeral(scalar.value) {
            case .digit(let digit):
                // "二〇二六" is read digit by digit.
                guard let next = times(number ?? 0, isPositional ? 10 : 1),
                    let sum = plus(number == nil ? 0 : next, digit)
                else { return nil }
                number = sum
                isPositional = true
            case .unit(let unit):
                guard let product = times(number ?? 1, unit), let sum = plus(section, product) else { return nil }
                (section, number) = (sum, nil)
            case .scale(let power):
                let factor = (0..<power).reduce(UInt64(1)) { product, _ in product * 10 }
                guard let whole = plus(section, number ?? (section == 0 ? 1 : 0)), let product = times(whole, factor),
                    let sum = plus(total, product)
                else { return nil }
                (total, section, number) = (sum, 0, nil)
            case nil:
                guard scalar.value &- 0x30 < 10, let next = times(number ?? 0, 10),
                    let sum = plus(next, UInt64(scalar.value &- 0x30))
                else { return nil }
                number = sum
            }
        }
        guard let rest = plus(section, number ?? 0), let sum = plus(total, rest) else { return nil }
        return NumberDigits.decimal(String(sum), power: 0)
    }

    /// "3.5万", "三点五亿" and "3.5百万": a decimal before units and a scale.
    private static func decimal(_ digits: String, _ scalars: [Unicode.Scalar]) -> String? {
        var (integer, fraction, power) = ("", "", 0)
        var hasPoint = false
        for scalar in Array(digits.unicodeScalars) + scalars {
            let numeral = NumberSigns.numeral(scalar.value)
            if scalar == "." || scalar == "点" || scalar == "點" {
                if hasPoint || integer.isEmpty { return nil }
                hasPoint = true
            } else if let digit = scalar.value &- 0x30 < 10 ? UInt64(scalar.value &- 0x30) : numeral?.digit, power == 0
            {
                if hasPoint { fraction += String(digit) } else { integer += String(digit) }
            } else if let numeral, numeral.power > 0, hasPoint {
                power += numeral.power
            } else {
                return nil
            }
        }
        return hasPoint ? NumberDigits.decimal(integer, fraction, power: power) : nil
    }
}

extension NumberSigns.Numeral {
    fileprivate var digit: UInt64? {
        if case .digit(let digit) = self { digit } else { nil }
    }

    /// The power of ten; 0 for a digit.
    fileprivate var power: Int {
        switch self {
        case .digit: 0
        case .unit(let unit): unit == 10 ? 1 : unit == 100 ? 2 : 3
        case .scale(let power): power
        }
    }
}
