/// Digits with their separators, as a reader of a language takes them.
struct NumberDigits {
    private let written: String
    private var integer = ""
    private var fraction = ""
    /// Whether the separators leave no doubt.
    private var isClear = false
    /// The time of day that they are or may be, "t22:15".
    private(set) var clock: String?

    /// - Parameter written: ASCII digits and "." "," "'" " " ":" "/" "-" "_".
    init(_ written: String, _ rules: MarkRules?) {
        self.written = written
        if written.contains(":") {
            clock = Self.clock(written.split(separator: ":", omittingEmptySubsequences: false))
        } else if !written.contains(where: { "/-".contains($0) }) {
            isClear = read(rules)
            let parts = written.split(separator: ".", omittingEmptySubsequences: false)
            if parts.count == 2 { clock = Self.clock(parts) }
        }
    }

    /// The value, or the digits as written where it is in doubt.
    func value(times power: Int) -> String {
        if written.contains(":"), let clock { return clock }
        return isClear ? Self.decimal(integer, fraction, power: power) : power == 0 ? written : "\(written)e\(power)"
    }

    private mutating func read(_ rules: MarkRules?) -> Bool {
        guard let plain = Self.ungrouped(written) else { return false }
        let halves = plain.split(separator: "_", omittingEmptySubsequences: false)
        if halves.count > 1 { return halves.count == 2 && keep(halves[0].filter(\.isNumber), halves[1]) }
        let marks = plain.filter { $0 == "." || $0 == "," }
        guard let last = marks.last else { return keep(plain, "") }
        let groups = plain.split(separator: last, omittingEmptySubsequences: false)
        if marks.contains(where: { $0 != last }) {
            guard groups.count == 2, let first = marks.first, let whole = Self.joined(groups[0], at: first) else {
                return false
            }
            return keep(whole, groups[1])
        }
        if let whole = Self.joined(plain[...], at: last) {
            // One group may be thousands or decimals.
            if groups.count > 2 || groups[0] != "0" && rules?.grouping == last.asciiValue { return keep(whole, "") }
            if rules == nil, groups[0] != "0" { return false }
        }
        return groups.count == 2 && keep(groups[0], groups[1])
    }

    private mutating func keep(_ integer: some StringProtocol, _ fraction: some StringProtocol) -> Bool {
        // A number with a zero before it is a code.
        if integer.count > 1, integer.hasPrefix("0"), fraction.isEmpty { return false }
        (self.integer, self.fraction) = (String(integer), String(fraction))
        return true
    }

    /// Without the spaces and apostrophes between groups of three; nil if the groups have other sizes.
    private static func ungrouped(_ text: String) -> String? {
        let groups = text.split(omittingEmptySubsequences: false) { $0 == " " || $0 == "'" }
        guard groups.count > 1 else { return text }
        let last = groups[groups.count - 1].prefix { $0.isNumber }
        guard (1...3).contains(groups[0].count), last.count == 3,
            groups.dropFirst().dropLast().allSatisfy({ $0.count == 3 })
        else { return nil }
        return groups.joined()
    }

    /// One to three digits and groups of three, joined; nil for anything else.
    private static func joined(_ text: Substring, at mark: Character) -> String? {
        let groups = text.split(separator: mark, omittingEmptySubsequences: false)
        guard groups.count > 1, (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }),
            groups.joined().allSatisfy(\.isNumber)
        else { return nil }
        return groups.joined()
    }

    /// A decimal with its power of ten, without zeros at its ends: "35e5" for 3.5 million.
    static func decimal(_ integer: String, _ fraction: String = "", power: Int) -> String {
        var digits = (integer + fraction)[...]
        var power = power - fraction.count
        while digits.hasPrefix("0") { digits.removeFirst() }
        guard !digits.isEmpty else { return "0" }
        while digits.hasSuffix("0") {
            digits.removeLast()
            power += 1
        }
        return "\(digits)e\(power)"
    }

    // MARK: - Times of day

    private static func clock(_ parts: [Substring]) -> String? {
        guard (2...3).contains(parts.count), (1...2).contains(parts[0].count), let hour = Int(parts[0]), hour <= 24,
            parts.dropFirst().allSatisfy({ $0.count == 2 && (Int($0) ?? 60) < 60 })
        else { return nil }
        return "t" + ([String(hour)] + parts.dropFirst().map(String.init)).joined(separator: ":")
    }

    /// A whole number up to twelve as an hour.
    static func hour(_ value: String) -> String? {
        guard let mark = value.firstIndex(of: "e"), let digits = Int(value[..<mark]) else { return nil }
        let hour = value[mark...] == "e0" ? digits : value[mark...] == "e1" && digits == 1 ? 10 : 0
        return (1...12).contains(hour) ? "t\(hour):00" : nil
    }

    /// A time of twelve hours as one of 24.
    static func time(_ clock: String, _ half: String) -> String? {
        var parts = clock.dropFirst().split(separator: ":").map(String.init)
        guard let hour = parts.first.flatMap({ Int($0) }), (1...12).contains(hour) else { return nil }
        parts[0] = String(hour % 12 + (half == "pm" ? 12 : 0))
        return "t" + parts.joined(separator: ":")
    }
}
