import EventLog
import StoryEvents

/// A place at which people cut the log: `@17`, `v3`, or a time.
public enum Cut: Hashable, Sendable {
    /// Includes this position.
    case position(Position)
    /// Includes the event that made this version, counted from 1.
    case version(Int)
    /// Includes this moment.
    case time(EventTime)

    /// Reads `@17`, `v3`, `3`, or a time.
    ///
    /// - Parameters:
    ///   - text: The text. A bare number is a version.
    ///   - times: Reads times.
    ///   - edge: The moment that a bare date stands for.
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

    /// Whether a version is the one that the cut names, or was recorded by then.
    ///
    /// - Parameters:
    ///   - version: The version's number, from 1.
    ///   - envelope: The event that made it.
    public func includes(version: Int, _ envelope: Envelope) -> Bool {
        switch self {
        case .version(let number): version == number
        case .position(let position): envelope.position <= position
        case .time(let time): envelope.recorded.microseconds <= time.microseconds
        }
    }

    /// Whether a text is read as a time.
    public static func isTime(_ text: String) -> Bool { !text.hasPrefix("@") && version(text) == nil }

    private static func version(_ text: String) -> Int? {
        let digits = text.hasPrefix("v") ? text.dropFirst() : text[...]
        return digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) : nil
    }
}

/// A text that does not name a cut.
public struct CutFault: Error, Hashable, Sendable {
    /// The text as written.
    public let text: String
    /// The fault of the text as a time; nil when it does not look like one.
    public let time: TimeFault?

    init(text: String, time: TimeFault? = nil) {
        self.text = text
        self.time = time
    }

    /// The refusal, as a sentence.
    public var message: String { message(besides: said("position, version or time")) }

    /// The refusal, as a sentence.
    ///
    /// - Parameter wanted: What was expected, for example `position, version or time`.
    public func message(besides wanted: String) -> String {
        switch time {
        case .malformed(_, let expected)? where looksLikeDate: said("'\(text)' is no time: expected \(expected)")
        case .malformed?: said("'\(text)' is no \(wanted)")
        case let time?: time.message
        case nil: said("'\(text)' is no \(wanted)")
        }
    }

    /// What to write instead.
    public var remedy: String { remedy(said("write a position (@17), a version (v3), or a time (\(Self.examples))")) }

    /// What to write instead; `rest` is used when the time's own fault has no remedy.
    public func remedy(_ rest: String) -> String {
        switch time {
        case .unknownZone?, .skipped?, .repeated?, .contradicted?, .toCome?: time?.remedy ?? ""
        case .malformed?: (advice.map { $0 + said("; or ") } ?? "") + rest
        default: rest
        }
    }

    /// Whether the text begins as RFC 3339 does, with four digits and a hyphen; then the place of the fault helps.
    private var looksLikeDate: Bool {
        text.utf8.prefix(4).allSatisfy { (0x30...0x39).contains($0) } && text.utf8.dropFirst(4).first == 0x2D
    }

    /// What to write instead of a time in another form: `5pm`, `24/11/2026`; nil for any other text.
    private var advice: String? { OtherTimeForm(text).advice }

    /// How to write a time.
    public static var times: String { said("write a time: \(examples)") }

    private static var examples: String {
        said("2026-03-02T17:00-05:00, 2026-03-02, 17:20, yesterday 17:20, 2 hours ago, 2026-03-02 17:20 Europe/London")
    }
}

/// The part of a story's events that a question is about.
public struct StoryCut: Hashable, Sendable {
    /// A cut by recording: what the ledger knew. Nil for no cut.
    public var asOf: Cut?
    /// A cut by happening. Nil for no cut.
    public var at: EventTime?

    /// Both cuts can apply at once.
    public init(asOf: Cut? = nil, at: EventTime? = nil) {
        self.asOf = asOf
        self.at = at
    }

    /// No cut.
    public static let none = StoryCut()
}
