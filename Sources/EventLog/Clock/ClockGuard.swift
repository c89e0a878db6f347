import StoryEvents

/// Decides whether the wall clock is believed: a wrong date of one event would date every later one.
///
/// - A clock that has gone forward by more than a day against the time since the machine's start is not believed, unless it
///   has only gone back before, and shows the right time again.
/// - After a start of the machine, which may have been off for long, it is not believed more than a year after the newest
///   event.
/// - A clock past the year 9999 is never believed.
/// - A clock that goes back is believed: events are then recorded at the time of the newest one.
/// - An admin may accept a jump. That ends once the clock shows again what it would have shown without the jump: the next jump is
///   not believed, even where it is the same, and the newest event is known to be dated ahead.
struct ClockGuard: Sendable {
    /// Microseconds that a clock may go forward by between two looks.
    static let allowance: Int64 = 86_400_000_000
    /// Microseconds that may lie between the newest event and the first look after a start of the machine.
    static let longestAbsence: Int64 = 366 * 86_400_000_000
    /// A step, in microseconds, from which on the note is written again.
    static let smallestStep: Int64 = 1_000_000
    /// How much further than where it was a clock may go that has gone back, in microseconds: few are set to the second.
    static let imprecision: Int64 = 3_600_000_000
    /// 9999-12-31T23:59:59.999999Z.
    static let lastTime: Int64 = 253_402_300_799_999_999

    let uptime: MachineUptime

    /// Why the wall clock is not believed; nil when it is.
    ///
    /// - Parameters:
    ///   - wall: What it shows.
    ///   - newest: When the newest event was recorded; in an empty log, when that was made.
    func fault(at wall: RecordedTime, _ notes: ClockNotes, newest: RecordedTime) -> ClockFault? {
        let shown = wall.microseconds
        if shown > Self.lastTime { return .beyondRange(shown: wall) }
        if let note = notes.believed, note.boot == uptime.boot {
            let now = uptime.now()
            let expected = note.expected(at: now)
            guard shown.isMore(than: Self.allowance, after: expected) else { return nil }
            if let highest = notes.highest, highest.boot == note.boot,
                !shown.isMore(than: Self.imprecision, after: highest.expected(at: now))
            {
                return nil
            }
            return .jumped(shown: wall, expected: RecordedTime(microseconds: expected))
        }
        let known = max(notes.newest(newest), notes.believed?.wall ?? .min)
        return shown.isMore(than: Self.longestAbsence, after: known)
            ? .farAhead(shown: wall, newest: RecordedTime(microseconds: known)) : nil
    }

    /// The notes to keep after something was dated by the wall clock, or could have been; the same ones where it is not believed, or is
    /// behind the newest event by more than a day, and so is known to be wrong.
    func notes(at wall: RecordedTime, after notes: ClockNotes, newest: RecordedTime) -> ClockNotes {
        guard fault(at: wall, notes, newest: newest) == nil else { return notes }
        let found = note(of: wall)
        for (before, remaining) in [(notes.first, nil), (notes.before, notes.first)]
        where isRightAgain(found, before, believed: notes.believed, newest: newest.microseconds) {
            let isRight = remaining == nil && newest > wall
            return ClockNotes(believed: found, before: remaining, right: isRight ? found : notes.right)
        }
        var next = notes
        if newest <= wall { next.right = nil }
        guard !next.newest(newest).isMore(than: Self.allowance, after: found.wall) else { return next }
        guard let believed = notes.believed, let step = found.step(after: believed) else {
            next.highest = nil
            next.before = notes.before.map { found.rebased($0, from: notes.top) }
            next.first = notes.first.map { found.rebased($0, from: notes.top) }
            next.believed = found
            return next
        }
        if step < -Self.smallestStep {
            next.highest = notes.highest ?? believed
        } else if step <= Self.smallestStep {
            return next
        }
        next.believed = found
        if let highest = next.highest, (found.step(after: highest) ?? 0) >= -Self.smallestStep { next.highest = nil }
        return next
    }

    /// The notes after an admin has accepted the wall clock as it is.
    func accepted(at wall: RecordedTime, _ notes: ClockNotes, newest: RecordedTime) -> ClockNotes {
        let found = note(of: wall)
        var next = self.notes(at: wall, after: notes, newest: newest)
        switch fault(at: wall, notes, newest: newest) {
        case .jumped:
            next.first = notes.first ?? notes.before
            next.before = notes.top
        case .farAhead(_, let known):
            next.first = notes.first ?? notes.before
            next.before = ClockNote(boot: "", uptime: 0, wall: known.microseconds)
        case .beyondRange, nil: break
        }
        next.believed = found
        next.highest = nil
        next.right = newest > wall ? next.right ?? found : nil
        return next
    }

    /// Whether a clock whose jump was accepted shows again what it would have shown without the jump.
    private func isRightAgain(
        _ found: ClockNote, _ before: ClockNote?, believed: ClockNote?, newest: Int64
    ) -> Bool {
        guard let before, let believed else { return false }
        if let step = found.step(after: before) {
            // Nearer to what it was than to what was accepted.
            let fromAccepted = found.step(after: believed) ?? .max
            return step.magnitude <= Self.allowance.magnitude && step.magnitude < fromAccepted.magnitude
        }
        // The machine was started since: how long it was off is not known, but an accepted clock has passed the newest event.
        if believed.boot == found.boot {
            let accepted = believed.expected(at: found.uptime)
            guard accepted.isMore(than: Self.allowance, after: found.wall) else { return false }
        } else if !newest.isMore(than: Self.imprecision, after: found.wall) {
            return false
        }
        if let jump = believed.step(after: before) {
            let (earliest, overflow) = newest.subtractingReportingOverflow(jump)
            return !overflow && !earliest.isMore(than: Self.allowance, after: found.wall)
        }
        return !before.wall.isMore(than: Self.allowance, after: found.wall)
            && !found.wall.isMore(than: Self.longestAbsence, after: before.wall)
    }

    /// The machine's clocks as they are.
    private func note(of wall: RecordedTime) -> ClockNote {
        ClockNote(boot: uptime.boot, uptime: uptime.now(), wall: wall.microseconds)
    }
}

extension ClockNotes {
    /// Where the wall clock was before it went back, or is.
    fileprivate var top: ClockNote? { highest ?? believed }

    /// When the newest event was recorded, or where that is known to lie ahead, a time that is known to be over; in microseconds.
    fileprivate func newest(_ recorded: RecordedTime) -> Int64 { right?.wall ?? recorded.microseconds }
}

extension ClockNote {
    /// The clocks as they would be without an accepted jump, in this start of the machine; as noted where the jump's size is not
    /// known.
    fileprivate func rebased(_ before: ClockNote, from believed: ClockNote?) -> ClockNote {
        guard let jump = believed?.step(after: before) else { return before }
        let (wall, overflow) = wall.subtractingReportingOverflow(jump)
        return overflow ? before : ClockNote(boot: boot, uptime: uptime, wall: wall)
    }
}

extension Int64 {
    /// Whether it is larger than another number by more than so much.
    fileprivate func isMore(than difference: Int64, after other: Int64) -> Bool {
        let (found, overflow) = subtractingReportingOverflow(other)
        return overflow ? self > other : found > difference
    }
}
