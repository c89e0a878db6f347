import StoryEvents

/// The machine's clocks as they were when the wall clock was last believed. The ledger keeps one such note.
public struct ClockNote: Hashable, Sendable {
    /// What the system called that start of the machine.
    public var boot: String
    /// Microseconds since that start.
    public var uptime: Int64
    /// The wall clock, in microseconds since 1970-01-01T00:00:00Z.
    public var wall: Int64
}

/// Decides whether the wall clock is believed: a wrong date of one event would date every later one.
///
/// - A clock that has gone forward by more than a day against the time since the machine's start is not believed, unless
///   it is at most a day after the newest event.
/// - After a start of the machine, which may have been off for long, it is not believed more than a year after the newest
///   event.
/// - A clock past the year 9999 is never believed.
/// - A clock that goes back is believed: events are then recorded at the time of the newest one.
struct ClockGuard: Sendable {
    /// Microseconds that a clock may go forward by between two looks.
    static let allowance: Int64 = 86_400_000_000
    /// Microseconds that may lie between the newest event and the first look after a start of the machine.
    static let longestAbsence: Int64 = 366 * 86_400_000_000
    /// A step, in microseconds, from which on the note is written again.
    static let smallestStep: Int64 = 1_000_000
    /// 9999-12-31T23:59:59.999999Z.
    static let lastTime: Int64 = 253_402_300_799_999_999

    let uptime: MachineUptime

    /// Why the wall clock is not believed; nil when it is.
    ///
    /// - Parameters:
    ///   - wall: What it shows.
    ///   - newest: When the newest event was recorded; in an empty log, when that was made.
    func fault(at wall: RecordedTime, _ note: ClockNote?, newest: RecordedTime) -> ClockFault? {
        let (shown, last) = (wall.microseconds, newest.microseconds)
        if shown > Self.lastTime { return .beyondRange(shown: wall) }
        guard shown.isMore(than: Self.allowance, after: last) else { return nil }
        if let note, note.boot == uptime.boot {
            let expected = note.expected(at: uptime.now())
            return shown.isMore(than: Self.allowance, after: expected)
                ? .jumped(shown: wall, expected: RecordedTime(microseconds: expected)) : nil
        }
        let known = max(last, note?.wall ?? last)
        return shown.isMore(than: Self.longestAbsence, after: known)
            ? .farAhead(shown: wall, newest: RecordedTime(microseconds: known)) : nil
    }

    /// The note to keep of a clock that is believed; nil where the one there is still right, or the clock is behind the
    /// newest event by more than a day, and so is known to be wrong.
    func note(at wall: RecordedTime, after note: ClockNote?, newest: RecordedTime) -> ClockNote? {
        guard fault(at: wall, note, newest: newest) == nil,
            !newest.microseconds.isMore(than: Self.allowance, after: wall.microseconds)
        else { return nil }
        let found = self.note(of: wall)
        guard let note, note.boot == found.boot else { return found }
        let expected = note.expected(at: found.uptime)
        let hasStepped =
            found.wall.isMore(than: Self.smallestStep, after: expected)
            || expected.isMore(than: Self.smallestStep, after: found.wall)
        return hasStepped ? found : nil
    }

    /// The machine's clocks as they are.
    func note(of wall: RecordedTime) -> ClockNote {
        ClockNote(boot: uptime.boot, uptime: uptime.now(), wall: wall.microseconds)
    }
}

extension ClockNote {
    /// What the wall clock shows after so much uptime, if it is not set; clamped.
    fileprivate func expected(at now: Int64) -> Int64 {
        let (elapsed, isTooLong) = now.subtractingReportingOverflow(uptime)
        let (expected, isTooLate) = wall.addingReportingOverflow(elapsed)
        return isTooLong || isTooLate ? .max : expected
    }
}

extension Int64 {
    /// Whether it is larger than another number by more than so much.
    fileprivate func isMore(than difference: Int64, after other: Int64) -> Bool {
        let (found, overflow) = subtractingReportingOverflow(other)
        return overflow ? self > other : found > difference
    }
}

/// Why the wall clock is not believed.
public enum ClockFault: Error, Hashable, Sendable {
    /// It shows a time after the year 9999.
    case beyondRange(shown: RecordedTime)
    /// It has gone forward, against the time since the machine's start.
    case jumped(shown: RecordedTime, expected: RecordedTime)
    /// It is more than a year ahead of the newest event, and the machine was started since.
    case farAhead(shown: RecordedTime, newest: RecordedTime)

    /// What was found.
    public var message: String {
        switch self {
        case .beyondRange: "the machine's clock is not believed: it shows a time after the year 9999"
        case .jumped(let shown, let expected):
            "the machine's clock is not believed: it shows \(shown); by the time since the machine's start it is "
                + "\(expected)"
        case .farAhead(let shown, let newest):
            "the machine's clock is not believed: it shows \(shown), more than a year after the newest event "
                + "(\(newest)), and the machine was started since"
        }
    }

    /// What to do about it.
    public var remedy: String {
        if case .beyondRange = self { return "set the clock; until then nothing is recorded" }
        return "set the clock; where it is right, say so with 'storyledger clock accept'; until then nothing is "
            + "recorded"
    }
}

/// How the machine's clock differs from a log's.
public struct ClockStanding: Hashable, Sendable {
    /// What the clock shows.
    public let shown: RecordedTime
    /// When the newest event was recorded; nil for an empty log.
    public let newest: RecordedTime?
    /// Why the clock is not believed, and nothing is recorded; nil when it is.
    public let fault: ClockFault?

    /// How far the clock is behind the newest event, in microseconds; 0 where it is not.
    public var behind: Int64 {
        guard let newest, newest > shown else { return 0 }
        let (difference, overflow) = newest.microseconds.subtractingReportingOverflow(shown.microseconds)
        return overflow ? .max : difference
    }
}
