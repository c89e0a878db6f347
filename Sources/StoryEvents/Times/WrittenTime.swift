/// A written time: a date, a clock time, and an optional offset.
public struct WrittenTime: Hashable, Sendable {
    /// The local time.
    public let local: CivilTime
    /// The decimals of the second as written, 0 to 9 ASCII digits.
    public let fraction: String
    /// Minutes east of UTC; nil when there is no offset.
    public let offset: Int?
    /// Whether the text is already in the form of the leaf.
    let isAsKept: Bool

    /// Reads `2026-03-02T17:20`, `2026-03-02 17:20:05.25`, `2026-03-02T17:20:00-05:00`, `...Z`.
    ///
    /// - Throws: ``TimeFault`` that names the fault.
    public init(_ text: String) throws(TimeFault) {
        var reader = Reader(text)
        let year = try reader.number(of: 4, "a year of four digits")
        try reader.skip("-")
        let month = try reader.number(of: 2, "a month of two digits")
        try reader.skip("-")
        let day = try reader.number(of: 2, "a day of two digits")
        var isAsKept = reader.take(UInt8(ascii: "T"))
        guard isAsKept || reader.take(UInt8(ascii: "t")) || reader.take(UInt8(ascii: " ")) else {
            throw .malformed(text, "a 'T' after the date")
        }
        let hour = try reader.number(of: 2, "an hour of two digits")
        try reader.skip(":")
        let minute = try reader.number(of: 2, "a minute of two digits")
        var second = 0
        var fraction = ""
        if reader.take(UInt8(ascii: ":")) {
            second = try reader.number(of: 2, "a second of two digits")
            if reader.take(UInt8(ascii: ".")) {
                fraction = reader.digits()
                if fraction.isEmpty { throw .malformed(text, "digits after the decimal point") }
            }
        } else {
            isAsKept = false
        }
        if second == 60 { throw .leapSecond(text) }
        guard fraction.utf8.count <= 9 else { throw .malformed(text, "at most nine decimals") }
        let isUTC = reader.take(UInt8(ascii: "Z"))
        let offset = isUTC ? 0 : try reader.offset()
        self.offset = offset
        self.isAsKept = isAsKept && (isUTC || offset != 0)
        guard reader.isAtEnd else { throw .malformed(text, "nothing after the time") }
        guard
            let local = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { throw .noSuchTime(text) }
        self.local = local
        self.fraction = fraction
    }

    private struct Reader {
        let text: String
        private let bytes: [UInt8]
        private var next = 0

        init(_ text: String) {
            self.text = text
            bytes = Array(text.utf8)
        }

        var isAtEnd: Bool { next == bytes.count }

        mutating func take(_ byte: UInt8) -> Bool {
            guard next < bytes.count, bytes[next] == byte else { return false }
            next += 1
            return true
        }

        mutating func skip(_ scalar: Unicode.Scalar) throws(TimeFault) {
            guard take(UInt8(ascii: scalar)) else { throw .malformed(text, "'\(scalar)'") }
        }

        mutating func digit() -> UInt8? {
            guard next < bytes.count, bytes[next].isASCIIDigit else { return nil }
            next += 1
            return bytes[next - 1]
        }

        mutating func digits() -> String {
            let start = next
            while digit() != nil {}
            return String(decoding: bytes[start..<next], as: UTF8.self)
        }

        mutating func number(of width: Int, _ expected: @autoclosure () -> String) throws(TimeFault) -> Int {
            var number = 0
            for _ in 0..<width {
                guard let digit = digit() else { throw .malformed(text, expected()) }
                number = number * 10 + Int(digit - UInt8(ascii: "0"))
            }
            return number
        }

        mutating func offset() throws(TimeFault) -> Int? {
            if take(UInt8(ascii: "z")) { return 0 }
            let isWest = take(UInt8(ascii: "-"))
            guard isWest || take(UInt8(ascii: "+")) else { return nil }
            let hours = try number(of: 2, "an offset such as +05:30")
            try skip(":")
            let minutes = try number(of: 2, "an offset such as +05:30")
            guard hours < 24, minutes < 60 else { throw .malformed(text, "an offset below 24:00") }
            return (isWest ? -1 : 1) * (hours * 60 + minutes)
        }
    }
}
