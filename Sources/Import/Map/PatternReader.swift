import StoryEvents

/// Reads a time by a pattern.
struct PatternReader {
    private let bytes: [UInt8]
    private var next = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// - Returns: RFC 3339, without an offset where the pattern has none; nil if the text does not fit.
    mutating func read(_ parts: [TimeFormat.Part]) -> String? {
        var (year, month, day, hour, minute, second) = (0, 0, 0, 0, 0, 0)
        var (isTwelve, isAfternoon, fraction, offset) = (false, false, "", "")
        for part in parts {
            switch part {
            case .literal(let byte):
                guard next < bytes.count, bytes[next] == byte else { return nil }
                next += 1
            case .year: if !number(4, 4, into: &year) { return nil }
            case .month: if !number(1, 2, into: &month) { return nil }
            case .day: if !number(1, 2, into: &day) { return nil }
            case .hour: if !number(1, 2, into: &hour) { return nil }
            case .hourOfTwelve:
                guard number(1, 2, into: &hour), (1...12).contains(hour) else { return nil }
                isTwelve = true
            case .minute: if !number(1, 2, into: &minute) { return nil }
            case .second: if !number(1, 2, into: &second) { return nil }
            case .fraction:
                fraction = digits(9)
                if fraction.isEmpty { return nil }
            case .monthName:
                guard let found = monthName() else { return nil }
                month = found
            case .half:
                guard let found = half() else { return nil }
                isAfternoon = found
            case .offset:
                guard let found = offsetText() else { return nil }
                offset = found
            }
        }
        guard next == bytes.count else { return nil }
        if isTwelve { hour = hour % 12 + (isAfternoon ? 12 : 0) }
        guard let time = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else {
            return nil
        }
        return time.text + (fraction.isEmpty ? "" : ".\(fraction)") + offset
    }

    private mutating func digits(_ most: Int) -> String {
        let found = bytes[next...].prefix(most).prefix(while: TimeFormat.isDigit)
        next += found.count
        return String(decoding: found, as: UTF8.self)
    }

    private mutating func number(_ fewest: Int, _ most: Int, into number: inout Int) -> Bool {
        let found = digits(most)
        guard found.utf8.count >= fewest, let value = Int(found) else { return false }
        number = value
        return true
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    private mutating func monthName() -> Int? {
        let letters = bytes[next...].prefix { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }
        let word = String(decoding: letters.map { $0 | 0x20 }, as: UTF8.self)
        guard let place = Self.months.firstIndex(where: { $0 == word || $0.prefix(3) == word }) else { return nil }
        next += letters.count
        return place + 1
    }

    private mutating func half() -> Bool? {
        let letters = bytes[next...].prefix(2).map { $0 | 0x20 }
        guard letters == Array("am".utf8) || letters == Array("pm".utf8) else { return nil }
        next += 2
        return letters == Array("pm".utf8)
    }

    private mutating func offsetText() -> String? {
        guard next < bytes.count else { return nil }
        let sign = bytes[next]
        next += 1
        if sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") { return "Z" }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        let hours = digits(2)
        if next < bytes.count, bytes[next] == UInt8(ascii: ":") { next += 1 }
        let minutes = digits(2)
        guard hours.utf8.count == 2, minutes.utf8.count == 2, hours < "24", minutes < "60" else { return nil }
        return "\(Character(Unicode.Scalar(sign)))\(hours):\(minutes)"
    }
}
