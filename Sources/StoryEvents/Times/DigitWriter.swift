/// Puts ASCII together in memory that a string is made of.
struct DigitWriter {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
        self.buffer = buffer
    }

    mutating func put(_ character: Unicode.Scalar) {
        buffer[count] = UInt8(ascii: character)
        count += 1
    }

    mutating func put(digits: String) {
        for byte in digits.utf8 {
            buffer[count] = byte
            count += 1
        }
    }

    /// Writes a number that is not negative, with zeros before it.
    mutating func put(_ number: Int, width: Int) {
        var rest = number
        for index in (count..<count + width).reversed() {
            buffer[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += width
    }

    /// Writes `2026-03-02T17:20:00`: 19 bytes.
    mutating func put(_ time: CivilTime) {
        put(time.year, width: 4)
        put("-")
        put(time.month, width: 2)
        put("-")
        put(time.day, width: 2)
        put("T")
        put(time.hour, width: 2)
        put(":")
        put(time.minute, width: 2)
        put(":")
        put(time.second, width: 2)
    }

    /// Writes `Z`, `+05:30`, `-04:00`.
    mutating func put(offset: Int) {
        guard offset != 0 else { return put("Z") }
        put(offset < 0 ? "-" : "+")
        put(abs(offset) / 60, width: 2)
        put(":")
        put(abs(offset) % 60, width: 2)
    }
}

extension String {
    /// Makes a string of what `write` puts together, at most `capacity` bytes of ASCII.
    init(capacity: Int, _ write: (inout DigitWriter) -> Void) {
        self.init(unsafeUninitializedCapacity: capacity) { buffer in
            var writer = DigitWriter(buffer)
            write(&writer)
            return writer.count
        }
    }
}
