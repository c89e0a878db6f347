/// A number without sign, exact: decimal digits and a power of ten. Equal numbers are equal values.
struct Magnitude: Hashable, Sendable {
    /// Digits without zeros at either end; "0" for zero.
    let digits: String
    /// The power of ten that they are multiplied by.
    let exponent: Int

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

    /// The number times a power of ten.
    func times(powerOfTen: Int) -> Magnitude { Magnitude(digits, exponent: exponent + powerOfTen) }

    /// The number as an integer below ten thousand; nil where it is none.
    var small: Int? {
        guard exponent >= 0, digits.count + exponent <= 4 else { return nil }
        return Int(digits + String(repeating: "0", count: exponent))
    }
}
