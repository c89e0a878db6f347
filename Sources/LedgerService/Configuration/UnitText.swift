/// Durations as people write them: `250ms`, `2s`, `10min`, `1h`, `7d`.
enum DurationText {
    private static let units: [(name: String, factor: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000), ("ms", 1),
    ]

    /// - Returns: nil for anything but a whole number and its unit.
    static func read(_ text: String) -> Duration? {
        UnitText.read(text, units: units).map { .milliseconds($0) }
    }

    /// A duration in milliseconds, written with the largest unit that keeps it whole.
    static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return UnitText.text(seconds * 1_000 + attoseconds / 1_000_000_000_000_000, units: units, zero: "s")
    }
}

/// Numbers of bytes as people write them: `512B`, `16KiB`, `64MiB`, `1GiB`.
enum SizeText {
    private static let units: [(name: String, factor: Int64)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
    ]

    /// - Returns: nil for anything but a whole number and its unit.
    static func read(_ text: String) -> Int64? {
        UnitText.read(text, units: units)
    }

    /// A number of bytes, in the largest unit that keeps it whole.
    static func text(_ bytes: Int64) -> String {
        UnitText.text(bytes, units: units, zero: "B")
    }
}

/// Whole numbers with a unit after them.
enum UnitText {
    /// - Returns: The number times the unit's factor; nil if it is written otherwise, or too large.
    static func read(_ text: String, units: [(name: String, factor: Int64)]) -> Int64? {
        let number = text.prefix { $0.isASCII && $0.isNumber }
        let name = text[number.endIndex...].drop { $0 == " " }
        guard let unit = units.first(where: { $0.name == name }), let count = digits(number) else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: unit.factor)
        return overflow ? nil : product
    }

    /// - Returns: nil for anything but ASCII digits, and for numbers that are too large.
    static func digits(_ text: Substring) -> Int64? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
    }

    static func text(_ value: Int64, units: [(name: String, factor: Int64)], zero: String) -> String {
        guard value != 0, let unit = units.first(where: { value % $0.factor == 0 }) else { return "0\(zero)" }
        return "\(value / unit.factor)\(unit.name)"
    }
}
