import StoryEvents

/// A time in a form that is not read: `5pm`, `17.30`, `24/11/2026`.
struct OtherTimeForm {
    private let words: [String]

    /// - Parameter text: The text as typed.
    init(_ text: String) { words = text.split(separator: " ").map(String.init) }

    /// What to write instead, with all that was typed; nil for any other text.
    var advice: String? {
        if let date = dateInWords { return date }
        if let last = words.last, let noon = Self.noons.first(where: { last.lowercased().hasSuffix($0) }),
            !words.contains(where: Self.isDate)
        {
            return advice(ofHour: noon)
        }
        let colons = words.map { Self.clock($0) ?? $0 }
        if words.contains(where: Self.isDate) {
            let dates = Self.yearFirst(colons)
            return said("write the year first, with hyphens")
                + (dates.isEmpty ? said(", as in 2026-11-24 17:00") : ": \(dates.joined(separator: " or "))")
        }
        guard colons != words else { return nil }
        let typed = colons.joined(separator: " ")
        return Self.mayBeDay(words)
            ? said("write \(typed) if it is a time, and a date with its year first") : "write \(typed)"
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// Whether a word names a month: `Nov`, `sept.`, `November`.
    static func isMonth(_ word: String) -> Bool { month(word) != nil }

    private static func month(_ word: String) -> Int? {
        let word = word.lowercased().filter { $0 != "." && $0 != "," }
        guard word.utf8.count >= 3 else { return nil }
        return months.firstIndex { $0.hasPrefix(word) }.map { $0 + 1 }
    }

    /// What to write for `23 Nov`, `November 23, 2026` and `23 Nov 2026 17:00`; nil for any other text.
    private var dateInWords: String? {
        guard let month = words.lazy.compactMap(Self.month).first else { return nil }
        var (day, year, rest): (Int?, String?, [String]) = (nil, nil, [])
        for word in words where !Self.isMonth(word) {
            let digits = word.prefix { $0.isASCII && $0.isNumber }
            let end = word.dropFirst(digits.count).lowercased()
            if day == nil, (1...2).contains(digits.count), ["", ",", ".", "st", "nd", "rd", "th", "th,"].contains(end) {
                day = Int(digits)
            } else if year == nil, digits.count == 4, ["", ","].contains(end) {
                year = String(digits)
            } else if word.lowercased() != "of" {
                rest.append(word)
            }
        }
        guard let day, (1...31).contains(day) else {
            return said("write the year first, with hyphens, as in 2026-11-24")
        }
        let date = (["\(year ?? "2026")-\(Self.padded(month))-\(Self.padded(day))"] + rest).joined(separator: " ")
        return said("write the date with its year first\(year == nil ? said(", as in") : ":") \(date)")
    }

    private static let noons = ["am", "pm", "a.m.", "p.m."]

    /// The hour of `5pm` and `5.30 p.m.` from 0 to 23.
    private func advice(ofHour noon: String) -> String {
        let digits = words.joined(separator: " ").drop { !$0.isNumber }.prefix { $0.isNumber || $0 == ":" || $0 == "." }
            .split { $0 == ":" || $0 == "." }
        guard let first = digits.first, let hour = Int(first), (1...12).contains(hour), words.count <= 2 else {
            return said("write the hour from 0 to 23: 17:00")
        }
        let clock = hour % 12 + (noon.hasPrefix("p") ? 12 : 0)
        let minutes = digits.count > 1 ? String(digits[1]) : "00"
        return said("write \(Self.padded(clock)):\(minutes)")
    }

    /// A clock with dots, with colons: `17.30`; nil for any other word.
    private static func clock(_ word: String) -> String? {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let hour = Int(parts[0]), hour < 24, parts[0].count <= 2,
            parts.dropFirst().allSatisfy({ $0.count == 2 && Int($0) ?? 60 < 60 })
        else { return nil }
        return ([padded(hour)] + parts.dropFirst().map(String.init)).joined(separator: ":")
    }

    /// Whether a clock with dots that stands alone may be a day and a month: `23.11`.
    private static func mayBeDay(_ words: [String]) -> Bool {
        let parts = words[0].split(separator: ".").compactMap { Int($0) }
        return words.count == 1 && parts.count == 2 && parts[0] > 0 && (1...12).contains(parts[1])
    }

    private static func isDate(_ word: String) -> Bool {
        guard word.first?.isNumber ?? false, clock(word) == nil else { return false }
        return word.contains("/") || word.contains(".") && !noons.contains { word.lowercased().hasSuffix($0) }
    }

    /// A date such as `23/11/2026` with its year first, and what follows it: both dates, if day and month cannot be told
    /// apart; none for another date.
    private static func yearFirst(_ words: [String]) -> [String] {
        let parts = words[0].split { $0 == "/" || $0 == "." }.map(String.init)
        guard parts.count == 3, parts[2].count == 4, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let one = Int(parts[0]), let two = Int(parts[1])
        else { return [] }
        let orders = one == two ? [(one, two)] : [(one, two), (two, one)]
        return orders.filter { day, month in (1...31).contains(day) && (1...12).contains(month) }.map { day, month in
            (["\(parts[2])-\(padded(month))-\(padded(day))"] + words.dropFirst()).joined(separator: " ")
        }
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
