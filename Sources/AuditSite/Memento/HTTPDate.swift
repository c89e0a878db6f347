import StoryEvents

/// Dates in the headers of HTTP: `Mon, 02 Mar 2026 17:20:00 GMT`.
///
/// Source: RFC 9110, 5.6.7, IMF-fixdate.
enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// - Parameter seconds: Since 1970-01-01T00:00:00Z.
    static func text(_ seconds: Int64) -> String {
        let time = CivilTime(seconds: seconds)
        let number = Int((seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400)
        let day = days[(number % 7 + 7) % 7]
        return "\(day), \(two(time.day)) \(months[time.month - 1]) \(four(time.year)) \(time.clockText.prefix(8)) GMT"
    }

    static func text(_ time: RecordedTime) -> String { text(time.wholeSeconds) }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    private static func four(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Seconds since 1970-01-01T00:00:00Z; nil for what is no such date.
    static func seconds(_ text: String) -> Int64? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[0].count == 4, parts[0].last == ",", parts[5] == "GMT",
            days.contains(String(parts[0].dropLast())), let month = months.firstIndex(of: String(parts[2])),
            let day = digits(parts[1], 1...2), let year = digits(parts[3], 4...4)
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false).map { digits($0, 2...2) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2] else { return nil }
        // A leap second counts as the one before it.
        return CivilTime(
            year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second == 60 ? 59 : second)?
            .seconds
    }

    private static func digits(_ text: Substring, _ count: ClosedRange<Int>) -> Int? {
        guard count.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}

extension RecordedTime {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    var wholeSeconds: Int64 {
        let rest = (microseconds % 1_000_000 + 1_000_000) % 1_000_000
        return (microseconds - rest) / 1_000_000
    }
}
