/// A time with its offset: RFC 3339, at most nine decimals, without trailing zeros.
///
/// Different texts of one time, such as `17:20:00Z`, `17:20:00.0Z` and `17:20:00+00:00`, are equal.
public struct EventTime: Hashable, Sendable, CustomStringConvertible {
    /// Whole seconds since 1970-01-01T00:00:00Z; negative before.
    public let seconds: Int64
    /// Nanoseconds after that second, 0 to 999,999,999.
    public let nanoseconds: Int
    /// Minutes east of UTC, -1,439 to 1,439.
    public let offset: Int
    /// The time as it stands in the leaf.
    public let description: String

    /// Creates a time from a local time and an offset.
    ///
    /// - Parameters:
    ///   - local: The local time.
    ///   - fraction: The decimals of the second as written, 0 to 9 ASCII digits.
    ///   - offset: Minutes east of UTC.
    init(local: CivilTime, fraction told: String = "", offset: Int) {
        let fraction = String(told.reversed().drop { $0 == "0" }.reversed())
        let description = TimeText.of { text in
            text.appendText(local)
            if !fraction.isEmpty {
                text.append(UInt8(ascii: "."))
                for digit in fraction.utf8 { text.append(digit) }
            }
            text.append(offset: offset)
        }
        self.init(local, fraction, offset, description)
    }

    private init(_ local: CivilTime, _ fraction: String, _ offset: Int, _ description: String) {
        seconds = local.seconds - Int64(offset * 60)
        var nanoseconds = 0
        if !fraction.isEmpty {
            for digit in fraction.utf8 { nanoseconds = nanoseconds * 10 + Int(digit - UInt8(ascii: "0")) }
            for _ in fraction.utf8.count..<9 { nanoseconds *= 10 }
        }
        self.nanoseconds = nanoseconds
        self.offset = offset
        self.description = description
    }

    /// Reads an RFC 3339 time with an offset.
    ///
    /// `t` and `z` may be lower case, and a space may replace `T` (RFC 3339, 5.6). A leap second is refused, since
    /// systems disagree on its time.
    ///
    /// - Throws: ``TimeFault``.
    public init(_ text: String) throws(TimeFault) {
        let written = try WrittenTime(text)
        guard let offset = written.offset else { throw .noOffset(text) }
        if written.isAsKept, written.fraction.utf8.last != UInt8(ascii: "0") {
            self.init(written.local, written.fraction, offset, text)
        } else {
            self.init(local: written.local, fraction: written.fraction, offset: offset)
        }
    }

    /// Microseconds since 1970-01-01T00:00:00Z, rounded down.
    public var microseconds: Int64 { seconds * 1_000_000 + Int64(nanoseconds / 1_000) }

    /// The local time at its offset.
    public var local: CivilTime { CivilTime(seconds: seconds + Int64(offset * 60)) }

    /// Whether it is more than `limit` seconds after a moment of the ledger's clock.
    public func isAhead(of now: RecordedTime, byMoreThan limit: Int64) -> Bool {
        let difference = microseconds.subtractingReportingOverflow(now.microseconds)
        if difference.overflow { return microseconds > now.microseconds }
        let bound = limit.multipliedReportingOverflow(by: 1_000_000)
        return !bound.overflow && difference.partialValue > bound.partialValue
    }

    /// Whether it is earlier, whatever the offsets.
    public func isBefore(_ other: EventTime) -> Bool {
        (seconds, nanoseconds) < (other.seconds, other.nanoseconds)
    }

    /// `Z`, `+05:30`, `-04:00`.
    public static func text(offset: Int) -> String {
        TimeText.of { $0.append(offset: offset) }
    }
}

/// A time of the ledger's clock: UTC, in microseconds.
public struct RecordedTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microseconds: Int64

    /// - Parameter microseconds: Since 1970-01-01T00:00:00Z, in the years 1 to 9999.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The range of the years 1 to 9999, which ``description`` can write.
    public static let range: Range<Int64> = -62_135_596_800_000_000..<253_402_300_800_000_000

    /// Reads exactly the form of ``description``.
    public init?(_ text: String) {
        guard let written = try? WrittenTime(text), written.isAsKept, written.offset == 0,
            written.fraction.utf8.count == 6, let decimals = Int64(written.fraction)
        else { return nil }
        self.init(microseconds: written.local.seconds * 1_000_000 + decimals)
    }

    /// `2026-03-02T22:20:00.000000Z`: always six decimals, always `Z`.
    public var description: String { TimeText.of { $0.append(self) } }

    /// Order in time.
    public static func < (left: RecordedTime, right: RecordedTime) -> Bool { left.microseconds < right.microseconds }
}
