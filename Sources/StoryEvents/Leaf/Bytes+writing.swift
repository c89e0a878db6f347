extension [UInt8] {
    /// Appends ASCII.
    public mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { append(contentsOf: $0) }
    }

    /// Appends the digits of a number.
    public mutating func append(_ number: Int64) {
        append(addingCapacity: 20) { $0.append(Int(number), width: 1) }
    }
}
