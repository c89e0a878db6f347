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

    /// Reads `@17`, `v3`, `3`, or a time.
    ///
    /// - Parameters:
    ///   - text: What was written. A number alone is a version.
    ///   - times: Reads a time.
    ///   - edge: Which moment a date alone means.
    /// - Throws: ``CutFault``.
    public init(_ text: String, _ times: TimeReader, _ edge: TimeReader.Edge = .end) throws(CutFault) {
        if text.hasPrefix("@") {
            guard let value = Int64(text.dropFirst()), value >= 0 else { throw CutFault(text: text) }
            self = .position(Position(value))
        } else if let number = Self.version(text) {
            guard number >= 1 else { throw CutFault(text: text) }
            self = .version(number)
        } else {
            self = .time(try times.read(text, edge).time)
        }
    }

    /// Whether a text is read as a time.
    public static func isTime(_ text: String) -> Bool { !text.hasPrefix("@") && version(text) == nil }

    private static func version(_ text: String) -> Int? {
        let digits = text.hasPrefix("v") ? text.dropFirst() : text[...]
        return digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) : nil
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
    public var message: String { message(besides: "position, version or time") }

    /// What was found.
    ///
    /// - Parameter wanted: What was asked for.
    public func message(besides wanted: String) -> String {
        switch time {
        case .malformed where text.first?.isNumber != true: "'\(text)' is no \(wanted)"
        case let time?: time.message
        case nil: "'\(text)' is no \(wanted)"
        }
    }

    /// What to write instead.
    public var remedy: String { remedy("write a position (@17), a version (v3), or a time (\(Self.examples))") }

    /// What to write instead, where the fault itself does not tell.
    public func remedy(_ rest: String) -> String {
        switch time {
        case .unknownZone?, .skipped?, .repeated?, .contradicted?: time?.remedy ?? ""
        default: rest
        }
    }

    /// How a time is written.
    public static let times = "write a time: \(examples)"

    private static let examples =
        "2026-03-02T17:00-05:00, 2026-03-02, 17:20, yesterday 17:20, 2 hours ago, 2026-03-02 17:20 Europe/London"
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
