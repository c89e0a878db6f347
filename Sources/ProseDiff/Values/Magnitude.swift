/// A number without sign, exact: decimal digits and a power of ten. Equal numbers are equal values.
package struct Magnitude: Hashable, Sendable {
    /// Digits without zeros at either end; "0" for zero. A code as written: "007", "1.2.3".
    package let digits: String
    /// The power of ten that they are multiplied by.
    package let exponent: Int

    /// - Parameters:
    ///   - digits: Decimal digits.
    ///   - exponent: The power of ten that they are multiplied by.
    init(_ digits: some StringProtocol, exponent: Int = 0) {
        let whole = digits.drop { $0 == "0" }
        let ending = whole.reversed().prefix { $0 == "0" }.count
        let rest = whole.dropLast(ending)
        self.digits = rest.isEmpty ? "0" : String(rest)
        self.exponent = rest.isEmpty ? 0 : exponent + ending
    }

    init(_ number: Int) { self.init(String(number)) }

    /// What is written in digits and is no number: with a zero before it, or with separators that make none.
    init(code: String) {
        digits = code
        exponent = 0
    }

    /// The number times a power of ten.
    func times(powerOfTen: Int) -> Magnitude {
        powerOfTen == 0 ? self : Magnitude(digits, exponent: exponent + powerOfTen)
    }

    /// The number as an integer below ten thousand; nil where it is none.
    var small: Int? {
        guard exponent >= 0, digits.utf8.count + exponent <= 4 else { return nil }
        return Int(digits + String(repeating: "0", count: exponent))
    }
}
