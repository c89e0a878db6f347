/// Decimal numbers as C2SP's texts write them: ASCII digits, no sign, no leading zero.
enum Decimal {
    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Returns nil for any other text, and for numbers that do not fit a signed 64-bit integer.
    static func read(_ text: some Collection<UInt8>) -> UInt64? {
        guard (1...19).contains(text.count), text.allSatisfy(isDigit) else { return nil }
        guard text.count == 1 || text.first != UInt8(ascii: "0") else { return nil }
        // 19 digits are below 10^19, which fits an unsigned 64-bit integer.
        let number = text.reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
        return number <= UInt64(Int64.max) ? number : nil
    }
}

/// Returns the number's bytes, most significant first.
func bigEndianBytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
}
