/// A time as somebody wrote it: date, clock, and an offset or none.
public struct WrittenTime: Hashable, Sendable {
    /// What the clock on the wall showed.
    public let local: CivilTime
    /// The decimals of the second as told, 0 to 9 ASCII digits.
    public let fraction: String
    /// Minutes east of UTC, or nil when none was told.
    public let offset: Int?

    /// Reads `2026-03-02T17:20`, `2026-03-02 17:20:05.25`, `2026-03-02T17:20:00-05:00`, `...Z`.
    ///
    /// - Throws: ``TimeFault`` naming what does not fit.
    public init(_ text: String) throws(TimeFault) {
        var reader = Reader(text)
        let year = try reader.number(of: 4, "a year of four digits")
        try reader.skip("-")
        let month = try reader.number(of: 2, "a month of two digits")
        try reader.skip("-")
        let day = try reader.number(of: 2, "a day of two digits")
        guard reader.take(anyOf: "Tt ") != nil else { throw .malformed(text, "a 'T' after the date") }
        let hour = try reader.number(of: 2, "an hour of two digits")
        try reader.skip(":")
        let minute = try reader.number(of: 2, "a minute of two digits")
        var second = 0
        var fraction = ""
        if reader.take(anyOf: ":") != nil {
            second = try reader.number(of: 2, "a second of two digits")
            if reader.take(anyOf: ".") != nil { fraction = reader.digits() }
            if reader.last == UInt8(ascii: ".") { throw .malformed(text, "digits after the decimal point") }
        }
        if second == 60 { throw .leapSecond(text) }
        guard fraction.utf8.count <= 9 else { throw .malformed(text, "at most nine decimals") }
        offset = try reader.offset()
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

        var last: UInt8? { next == 0 ? nil : bytes[next - 1] }

        mutating func take(anyOf choices: StaticString) -> UInt8? {
            guard next < bytes.count, choices.withUTF8Buffer({ $0.contains(bytes[next]) }) else { return nil }
            next += 1
            return bytes[next - 1]
        }

        private mutating func digit() -> UInt8? {
            guard next < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[next]) else { return nil }
            next += 1
            return bytes[next - 1]
        }

        mutating func skip(_ byte: StaticString) throws(TimeFault) {
            guard take(anyOf: byte) != nil else { throw .malformed(text, "'\(byte)'") }
        }

        mutating func digits() -> String {
            var taken = ""
            while let digit = digit() { taken.unicodeScalars.append(Unicode.Scalar(digit)) }
            return taken
        }

        mutating func number(of width: Int, _ expected: String) throws(TimeFault) -> Int {
            var number = 0
            for _ in 0..<width {
                guard let digit = digit() else { throw .malformed(text, expected) }
                number = number * 10 + Int(digit - UInt8(ascii: "0"))
            }
            return number
        }

        mutating func offset() throws(TimeFault) -> Int? {
            if take(anyOf: "Zz") != nil { return 0 }
            guard let sign = take(anyOf: "+-") else { return nil }
            let hours = try number(of: 2, "an offset such as +05:30")
            try skip(":")
            let minutes = try number(of: 2, "an offset such as +05:30")
            guard hours < 24, minutes < 60 else { throw .malformed(text, "an offset below 24:00") }
            return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
        }
    }
}
