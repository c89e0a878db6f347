import StoryEvents

/// The machine's clocks as they were at one moment.
public struct ClockNote: Hashable, Sendable {
    /// What the system called that start of the machine.
    public var boot: String
    /// Microseconds since that start.
    public var uptime: Int64
    /// The wall clock, in microseconds since 1970-01-01T00:00:00Z.
    public var wall: Int64

    /// What the wall clock shows after so much uptime, if it is not set; clamped.
    func expected(at now: Int64) -> Int64 {
        let (elapsed, isTooLong) = now.subtractingReportingOverflow(uptime)
        let (expected, isTooLate) = wall.addingReportingOverflow(elapsed)
        return isTooLong || isTooLate ? .max : expected
    }

    /// How far the wall clock was set forward between an earlier note and this one; nil if the machine was started between.
    func step(after earlier: ClockNote) -> Int64? {
        guard boot == earlier.boot else { return nil }
        let (step, overflow) = wall.subtractingReportingOverflow(earlier.expected(at: uptime))
        return overflow ? nil : step
    }
}

/// What a ledger notes of the machine's clocks.
struct ClockNotes: Hashable, Sendable {
    /// The clocks when the wall clock was last believed; nil before the first commit. A later jump is told by them.
    var believed: ClockNote?
    /// The clocks before the wall clock went back, in the same start of the machine: it may go forward again to there.
    var highest: ClockNote?
    /// The clocks as they were believed before an admin accepted a jump; nil where no acceptance is in force.
    var before: ClockNote?
    /// The clocks as they were believed before the first of several accepted jumps, where the last was from another time.
    var first: ClockNote?
    /// The clocks when the wall clock was right again after an accepted jump; nil once it has passed the newest event.
    var right: ClockNote?

    /// Each with the number of its row.
    static let rows: [(number: Int64, note: WritableKeyPath<ClockNotes, ClockNote?> & Sendable)] = [
        (1, \.believed), (2, \.highest), (3, \.before), (4, \.right), (5, \.first),
    ]

    /// How far the accepted clock is ahead of what it was before, in microseconds; nil where no acceptance is in force. Where the
    /// machine was started between, the time that it was off counts as well.
    var acceptedJump: Int64? {
        guard let before = first ?? before, let believed else { return nil }
        let (difference, overflow) = believed.wall.subtractingReportingOverflow(before.wall)
        return max(0, believed.step(after: before) ?? (overflow ? .max : difference))
    }
}
