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
    ///
    /// - Parameter bytes: Their count is a multiple of four.
    mutating func append(hexadecimal bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count.isMultiple(of: 4), "four bytes are written at once")
        append(addingCapacity: bytes.count * 2) { digits in
            digits.withUnsafeMutableBufferPointer { room, count in
                let room = UnsafeMutableRawBufferPointer(room)
                for offset in stride(from: 0, to: bytes.count, by: 4) {
                    let four = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
                    let eight = Self.digits(of: four).littleEndian
                    room.storeBytes(of: eight, toByteOffset: offset * 2, as: UInt64.self)
                }
                count = bytes.count * 2
            }
        }
    }

    /// Computes the eight digits of four bytes at once; the first byte and the first digit are lowest.
    private static func digits(of word: UInt32) -> UInt64 {
        var bytes = UInt64(word)
        bytes = (bytes | bytes << 16) & 0x0000_FFFF_0000_FFFF
        bytes = (bytes | bytes << 8) & 0x00FF_00FF_00FF_00FF
        let values = bytes >> 4 & 0x000F_000F_000F_000F | (bytes & 0x000F_000F_000F_000F) << 8
        // 1 for each value over 9, whose digit is a letter.
        let letters = (values &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        let (zero, gap) = (UInt64(UInt8(ascii: "0")), UInt64(UInt8(ascii: "a") - UInt8(ascii: "0") - 10))
        return values &+ 0x0101_0101_0101_0101 &* zero &+ letters &* gap
    }

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
