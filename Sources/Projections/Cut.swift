import EventLog
import StoryEvents

/// A place to cut the log at, as people write it: `@17`, `v3`, or a time.
public enum Cut: Hashable, Sendable {
    /// Up to and with this position.
    case position(Position)
    /// Up to and with the event that made this version, from 1.
    case version(Int)
    /// Up to and with this moment.
    case time(EventTime)

    /// Reads `@17`, `v3`, an RFC 3339 time, or a date with or without a time, which is then local to a zone.
    ///
    /// - Parameters:
    ///   - text: What was written. A date alone means the end of that day.
    ///   - zone: Name of the IANA zone for times without an offset.
    /// - Throws: ``CutFault``.
    public init(_ text: String, zone: String) throws(CutFault) {
        if text.hasPrefix("@") {
            guard let value = Int64(text.dropFirst()), value >= 0 else { throw CutFault(text: text) }
            self = .position(Position(value))
        } else if text.hasPrefix("v"), let number = Int(text.dropFirst()) {
            guard number >= 1 else { throw CutFault(text: text) }
            self = .version(number)
        } else {
            self = .time(try Self.moment(text, zone: zone))
        }
    }

    /// Reads an RFC 3339 time, or a date with or without a time, which is then local to a zone.
    ///
    /// - Throws: ``CutFault``.
    public static func moment(_ text: String, zone: String) throws(CutFault) -> EventTime {
        do throws(TimeFault) {
            let isDate = text.utf8.count == 10
            let written = try WrittenTime(isDate ? text + "T23:59:59.999999999" : text)
            if written.offset != nil { return try EventTime(text) }
            return try EventTime(isDate ? text + "T23:59:59.999999999" : text, zone: zone)
        } catch {
            throw CutFault(text: text, time: error)
        }
    }
}

/// Something that names no place in a log.
public struct CutFault: Error, Hashable, Sendable {
    /// What was written.
    public let text: String
    /// What is wrong with it as a time, where it looks like one.
    public let time: TimeFault?

    init(text: String, time: TimeFault? = nil) {
        self.text = text
        self.time = time
    }

    /// What was found.
    public var message: String {
        guard let time, text.first?.isNumber == true else { return "'\(text)' is no position, version or time" }
        return time.message
    }

    /// What to write instead.
    public var remedy: String {
        "write a position (@17), a version (v3), or a time (2026-03-02T17:00-05:00, 2026-03-02)"
    }
}

/// Which of a story's events are looked at.
public struct StoryCut: Hashable, Sendable {
    /// By what was recorded: what the ledger knew. Nil for all of it.
    public var asOf: Cut?
    /// By what had happened in the world. Nil for all of it.
    public var at: EventTime?

    /// Joins the two kinds of cut; both may hold at once.
    public init(asOf: Cut? = nil, at: EventTime? = nil) {
        self.asOf = asOf
        self.at = at
    }

    /// Everything.
    public static let none = StoryCut()
}
