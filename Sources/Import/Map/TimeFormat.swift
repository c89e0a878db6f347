import CanonicalJSON
import StoryEvents

/// How a column writes times.
enum TimeFormat: Hashable, Sendable {
    /// RFC 3339; the offset may be missing where the map has a zone.
    case rfc3339
    /// Seconds since 1970-01-01T00:00:00Z, with decimals or without.
    case seconds
    /// Milliseconds since then.
    case milliseconds
    /// A pattern, as of strptime(3).
    case pattern([Part])

    /// A part of a pattern.
    enum Part: Hashable, Sendable {
        case literal(UInt8)
        /// Four digits.
        case year
        /// One or two digits each.
        case month, day, hour, hourOfTwelve, minute, second
        /// One to nine digits.
        case fraction
        /// The English name of a month, or its first three letters.
        case monthName
        /// AM or PM.
        case half
        /// `Z`, `+0530` or `+05:30`.
        case offset
    }

    /// Why a format is refused.
    struct Fault: Error {
        let message: String
        let remedy: String
    }

    private static let parts: [(letter: Character, part: Part)] = [
        ("Y", .year), ("m", .month), ("d", .day), ("H", .hour), ("I", .hourOfTwelve), ("M", .minute), ("S", .second),
        ("f", .fraction), ("b", .monthName), ("B", .monthName), ("p", .half), ("z", .offset),
        ("%", .literal(UInt8(ascii: "%"))),
    ]

    /// Reads `rfc3339`, `unix`, `unix-ms`, or a pattern such as `%d.%m.%Y %H:%M`.
    init(_ text: String) throws(Fault) {
        switch text {
        case "rfc3339": self = .rfc3339
        case "unix": self = .seconds
        case "unix-ms": self = .milliseconds
        default: self = .pattern(try Self.parts(of: text))
        }
    }

    private static func parts(of text: String) throws(Fault) -> [Part] {
        var (found, rest): ([Part], Substring) = ([], text[...])
        while let character = rest.popFirst() {
            guard character == "%" else {
                found += character.utf8.map(Part.literal)
                continue
            }
            let letter = rest.popFirst()
            guard let part = parts.first(where: { $0.letter == letter })?.part else {
                throw Fault(
                    message: "found '%\(letter.map(String.init) ?? "")' in \(Text(text).quoted)",
                    remedy:
                        "use rfc3339, unix, unix-ms, or a pattern of \(parts.map { "%\($0.letter)" }.joined(separator: " "))"
                )
            }
            found.append(part)
        }
        let fields = found.filter { if case .literal = $0 { false } else { true } }
        if let twice = fields.first(where: { part in fields.count { $0 == part } > 1 }) {
            throw Fault(message: "\(Text(text).quoted) has its \(twice) twice", remedy: "keep one of them")
        }
        let hasMonth = fields.contains(.month) != fields.contains(.monthName)
        let hasHalf = fields.contains(.half) == fields.contains(.hourOfTwelve)
        guard fields.contains(.year), hasMonth, fields.contains(.day), hasHalf,
            !(fields.contains(.hour) && fields.contains(.half))
        else {
            throw Fault(
                message: "\(Text(text).quoted) does not say a day, or not one time of it",
                remedy: "write %Y, one of %m and %b, %d, and %H, or %I with %p; or rfc3339, unix, unix-ms")
        }
        return found
    }

    /// Reads a time.
    ///
    /// - Returns: The time in RFC 3339 form, without an offset where it was written without one; nil if it is written
    ///   otherwise, or on no calendar.
    func read(_ text: String) -> String? {
        switch self {
        case .rfc3339: return text
        case .seconds: return Self.readUnix(text, decimals: 0)
        case .milliseconds: return Self.readUnix(text, decimals: 3)
        case .pattern(let parts):
            var reader = PatternReader(text)
            return reader.read(parts)
        }
    }

    /// - Parameter decimals: How many digits of a whole number are behind the second.
    private static func readUnix(_ text: String, decimals: Int) -> String? {
        let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let sign = text.hasPrefix("-") ? 1 : 0
        guard let whole = halves.first?.dropFirst(sign), (1...15).contains(whole.utf8.count),
            whole.utf8.allSatisfy(isDigit),
            var number = Int64(whole)
        else { return nil }
        var fraction = ""
        if halves.count > 1 {
            fraction = String(halves[1])
            guard (1...9 - decimals).contains(fraction.utf8.count), fraction.utf8.allSatisfy(isDigit) else {
                return nil
            }
        }
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        let below = String(number % scale + scale).dropFirst()
        if decimals > 0 { fraction = below + fraction }
        number /= scale
        if sign == 1 {
            number = -number
            // What is behind the second counts back from it.
            if fraction.contains(where: { $0 != "0" }) {
                number -= 1
                fraction = complement(fraction)
            }
        }
        guard (-62_135_596_800..<253_402_300_800).contains(number) else { return nil }
        return CivilTime(seconds: number).text + (fraction.isEmpty ? "" : ".\(fraction)") + "Z"
    }

    /// One less a fraction.
    private static func complement(_ fraction: String) -> String {
        var scale: Int64 = 1
        for _ in fraction.utf8 { scale *= 10 }
        return String(String(2 * scale - (Int64(fraction) ?? 0)).suffix(fraction.utf8.count))
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
