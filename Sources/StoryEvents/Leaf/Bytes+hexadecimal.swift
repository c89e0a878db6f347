extension Collection<UInt8> {
    /// Lower-case hexadecimal digits, two for each byte.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: count * 2) { buffer in
            for (index, byte) in enumerated() {
                buffer[index * 2] = digits[Int(byte >> 4)]
                buffer[index * 2 + 1] = digits[Int(byte & 15)]
            }
            return count * 2
        }
    }
}

extension [UInt8] {
    /// Appends lower-case hexadecimal digits, two for each byte.
    mutating func append(hexadecimal bytes: UnsafeRawBufferPointer) {
        append(addingCapacity: bytes.count * 2) { digits in
            for byte in bytes {
                digits.append(Self.digits[Int(byte >> 4)])
                digits.append(Self.digits[Int(byte & 15)])
            }
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// Reads lower-case hexadecimal digits, two for each byte; nil for any other text.
    public init?(hexadecimal text: some StringProtocol) { self.init(hexadecimal: text.utf8) }

    /// Reads lower-case hexadecimal digits in ASCII.
    init?(hexadecimal digits: some Collection<UInt8>) {
        guard digits.count.isMultiple(of: 2) else { return nil }
        self = []
        reserveCapacity(digits.count / 2)
        var high: UInt8?
        for digit in digits {
            guard let value = Self.value(of: digit) else { return nil }
            if let first = high { append(first << 4 | value) }
            high = high == nil ? value : nil
        }
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
