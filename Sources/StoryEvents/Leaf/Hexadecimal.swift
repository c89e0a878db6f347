extension Collection<UInt8> {
    /// Small hexadecimal digits, two a byte.
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
    /// Appends small hexadecimal digits, two a byte.
    mutating func append(hexadecimal bytes: UnsafeRawBufferPointer) {
        append(addingCapacity: bytes.count * 2) { digits in
            var rest = bytes[...]
            while rest.count >= 4 {
                let word = bytes.loadUnaligned(fromByteOffset: rest.startIndex, as: UInt32.self)
                let eight = Self.digits(of: UInt32(littleEndian: word)).littleEndian
                digits.withUnsafeMutableBufferPointer { room, count in
                    UnsafeMutableRawBufferPointer(room).storeBytes(of: eight, toByteOffset: count, as: UInt64.self)
                    count += 8
                }
                rest = rest.dropFirst(4)
            }
            for byte in rest {
                digits.append(Self.digit(byte >> 4))
                digits.append(Self.digit(byte & 15))
            }
        }
    }

    /// Eight digits, the first lowest, of four bytes, the first lowest: all at once, each in a byte of its own.
    private static func digits(of word: UInt32) -> UInt64 {
        var bytes = UInt64(word)
        bytes = (bytes | bytes << 16) & 0x0000_FFFF_0000_FFFF
        bytes = (bytes | bytes << 8) & 0x00FF_00FF_00FF_00FF
        let values = bytes >> 4 & 0x000F_000F_000F_000F | (bytes & 0x000F_000F_000F_000F) << 8
        // 1 where a value is over 9, and so a letter.
        let letters = (values &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        let (zero, gap) = (UInt64(UInt8(ascii: "0")), UInt64(UInt8(ascii: "a") - UInt8(ascii: "0") - 10))
        return values &+ 0x0101_0101_0101_0101 &* zero &+ letters &* gap
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
    }

    /// Reads small hexadecimal digits, two a byte; nil for anything else.
    public init?(hexadecimal text: some StringProtocol) { self.init(hexadecimal: text.utf8) }

    /// Reads small hexadecimal digits, in ASCII.
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
