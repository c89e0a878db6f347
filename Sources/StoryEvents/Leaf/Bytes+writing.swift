extension [UInt8] {
    /// Appends ASCII.
    public mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { append(contentsOf: $0) }
    }

    /// Appends the digits of a number.
    public mutating func append(_ number: Int64) {
        guard number >= 0 else { return append(contentsOf: String(number).utf8) }
        append(addingCapacity: 20) { digits in
            var unit: Int64 = 1
            while number / unit >= 10 { unit *= 10 }
            while unit > 0 {
                digits.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / unit % 10))
                unit /= 10
            }
        }
    }
}
