/// Times are written as bytes, since every leaf has two of them.
extension OutputSpan<UInt8> {
    /// Appends a number with leading zeros, at least `width` digits.
    mutating func append(_ number: Int, width: Int) {
        guard number >= 0 else {
            for byte in String(number).utf8 { append(byte) }
            return
        }
        var (length, over) = (1, number / 10)
        while over > 0 { (length, over) = (length + 1, over / 10) }
        length = Swift.max(length, width)
        // Starts at the last digit: the divisor is then a constant, and needs no division instruction.
        withUnsafeMutableBufferPointer { room, count in
            var rest = number
            for place in stride(from: count + length - 1, through: count, by: -1) {
                room.initializeElement(at: place, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            }
            count += length
        }
    }

    /// Appends `2026-03-02T17:20:00`.
    mutating func appendText(_ time: CivilTime) {
        appendDate(time)
        append(UInt8(ascii: "T"))
        appendClock(time)
    }

    /// Appends `2026-03-02`.
    mutating func appendDate(_ time: CivilTime) {
        append(time.year, width: 4)
        append(UInt8(ascii: "-"))
        append(time.month, width: 2)
        append(UInt8(ascii: "-"))
        append(time.day, width: 2)
    }

    /// Appends `17:20:00`.
    mutating func appendClock(_ time: CivilTime) {
        append(time.hour, width: 2)
        append(UInt8(ascii: ":"))
        append(time.minute, width: 2)
        append(UInt8(ascii: ":"))
        append(time.second, width: 2)
    }

    /// Appends `Z`, `+05:30`, `-04:00`.
    ///
    /// - Parameter offset: Minutes east of UTC, -1,439 to 1,439.
    mutating func append(offset: Int) {
        guard offset != 0 else {
            append(UInt8(ascii: "Z"))
            return
        }
        append(UInt8(ascii: offset < 0 ? "-" : "+"))
        append(abs(offset) / 60, width: 2)
        append(UInt8(ascii: ":"))
        append(abs(offset) % 60, width: 2)
    }

    /// Appends `2026-03-02T22:20:00.000000Z`.
    mutating func append(_ time: RecordedTime) {
        var (seconds, rest) = time.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        if rest < 0 { (seconds, rest) = (seconds - 1, rest + 1_000_000) }
        appendText(CivilTime(seconds: seconds))
        append(UInt8(ascii: "."))
        append(Int(rest), width: 6)
        append(UInt8(ascii: "Z"))
    }
}

extension [UInt8] {
    /// Appends `2026-03-02T22:20:00.000000Z`.
    mutating func append(_ time: RecordedTime) {
        append(addingCapacity: TimeText.longest) { $0.append(time) }
    }
}

enum TimeText {
    /// The most bytes of any form of a time, including one outside the years 1 to 9999.
    static let longest = 48

    /// The text of a time in one of its forms.
    static func of(_ append: (inout OutputSpan<UInt8>) -> Void) -> String {
        let bytes = [UInt8](capacity: longest) { append(&$0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
