import SQLite
import StoryEvents

extension Connection {
    /// The note of the machine's clocks; nil before the first.
    func clockNote() throws(SQLiteError) -> ClockNote? {
        let select = try cached("SELECT boot, uptime, wall FROM clock WHERE number = 1")
        defer { select.reset() }
        guard try select.step() else { return nil }
        return ClockNote(boot: try select.text(0), uptime: select.integer(1), wall: select.integer(2))
    }

    func replace(_ note: ClockNote, sealedBy seals: RowSeals) throws(SQLiteError) {
        let insert = try cached(
            "INSERT OR REPLACE INTO clock (number, boot, uptime, wall, seal) VALUES (1, ?, ?, ?, ?)")
        try insert.bind(1, note.boot)
        try insert.bind(2, note.uptime)
        try insert.bind(3, note.wall)
        try insert.bind(4, seals.clock(number: 1, boot: Array(note.boot.utf8), uptime: note.uptime, wall: note.wall))
        try insert.run()
    }
}

extension SQLiteEventStore {
    /// Whether whatever is recorded leaves a note of the machine's clocks: not where the system does not tell its uptime.
    public var notesClocks: Bool { clockGuard != nil }

    /// How the machine's clock differs from the log's.
    public func clockStanding() throws(EventLogError) -> ClockStanding {
        let (note, head) = try read { connection throws(SQLiteError) in
            (try connection.clockNote(), try connection.logHead())
        }
        let shown = clock()
        let newest = max(head?.recorded ?? ledger.created, ledger.created)
        return ClockStanding(
            shown: shown, newest: head?.recorded, fault: clockGuard?.fault(at: shown, note, newest: newest))
    }

    /// Looks at the machine's clock and keeps a note of it, so that a jump from now on is noticed.
    ///
    /// - Throws: ``EventLogError/clock(_:)`` when it is not believed.
    public func checkClock() throws(EventLogError) {
        try append(dryRun: false) { transaction throws(EventLogError) in try transaction.checkClock() }
    }

    /// Believes the machine's clock as it is now, at an admin's word.
    ///
    /// - Returns: What it shows.
    /// - Throws: ``EventLogError/clock(_:)`` when it is past the year 9999.
    public func acceptClock() throws(EventLogError) -> RecordedTime {
        try append(dryRun: false) { transaction throws(EventLogError) in try transaction.acceptClock() }
    }
}
