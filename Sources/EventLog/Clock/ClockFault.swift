import StoryEvents

/// Why the wall clock is not believed.
public enum ClockFault: Error, Hashable, Sendable {
    /// It shows a time after the year 9999.
    case beyondRange(shown: RecordedTime)
    /// It has gone forward, against the time since the machine's start.
    case jumped(shown: RecordedTime, expected: RecordedTime)
    /// It is more than a year ahead of the newest event, and the machine was started since.
    case farAhead(shown: RecordedTime, newest: RecordedTime)

    private static let opening = "the machine's clock is not believed"

    /// Whether a message, of another process perhaps, says that the clock is not believed.
    public static func isNamed(in message: String) -> Bool { message.hasPrefix(opening) }

    /// What was found.
    public var message: String {
        switch self {
        case .beyondRange: "\(Self.opening): it shows a time after the year 9999"
        case .jumped(let shown, let expected):
            "\(Self.opening): it shows \(shown); by the time since the machine's start it is \(expected)"
        case .farAhead(let shown, let newest):
            "\(Self.opening): it shows \(shown), more than a year after the newest event (\(newest)), and the machine "
                + "was started since"
        }
    }

    /// What to do about it.
    public var remedy: String {
        if case .beyondRange = self { return "set the clock; until then nothing is recorded" }
        return "set the clock; where it is right, say so with 'storyledger clock accept'; until then nothing is "
            + "recorded"
    }
}
