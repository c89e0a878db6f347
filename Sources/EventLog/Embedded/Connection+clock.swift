import SQLite
import StoryEvents

extension Connection {
    /// The notes of the machine's clocks.
    func clockNotes() throws(SQLiteError) -> ClockNotes {
        let select = try cached("SELECT number, boot, uptime, wall FROM clock")
        defer { select.reset() }
        var notes = ClockNotes()
        while try select.step() {
            guard let row = ClockNotes.rows.first(where: { $0.number == select.integer(0) }) else { continue }
            notes[keyPath: row.note] = ClockNote(
                boot: try select.text(1), uptime: select.integer(2), wall: select.integer(3))
        }
        return notes
    }

    func replace(_ old: ClockNotes, by notes: ClockNotes, sealedBy seals: RowSeals) throws(SQLiteError) {
        for (number, path) in ClockNotes.rows where old[keyPath: path] != notes[keyPath: path] {
            guard let note = notes[keyPath: path] else {
                let delete = try cached("DELETE FROM clock WHERE number = ?")
                try delete.bind(1, number)
                try delete.run()
                continue
            }
            let insert = try cached(
                "INSERT OR REPLACE INTO clock (number, boot, uptime, wall, seal) VALUES (?, ?, ?, ?, ?)")
            try insert.bind(1, number)
            try insert.bind(2, note.boot)
            try insert.bind(3, note.uptime)
            try insert.bind(4, note.wall)
            try insert.bind(
                5, seals.clock(number: number, boot: Array(note.boot.utf8), uptime: note.uptime, wall: note.wall))
            try insert.run()
        }
    }
}

extension SQLiteEventStore {
    /// Whether whatever is recorded leaves a note of the machine's clocks: not where the system does not tell its uptime.
    public var notesClocks: Bool { clockGuard != nil }

    /// How the machine's clock differs from the log's.
    public func clockStanding() throws(EventLogError) -> ClockStanding {
        let (notes, head) = try read { connection throws(SQLiteError) in
            (try connection.clockNotes(), try connection.logHead())
        }
        let shown = clock()
        guard let clockGuard else { return ClockStanding(shown: shown, newest: head?.recorded, fault: nil) }
        let newest = max(head?.recorded ?? ledger.created, ledger.created)
        let next = clockGuard.notes(at: shown, after: notes, newest: newest)
        var standing = ClockStanding(
            shown: shown, newest: head?.recorded, fault: clockGuard.fault(at: shown, notes, newest: newest))
        standing.accepted = next.acceptedJump
        standing.isNewestAhead = next.right != nil
        standing.isNoteStale = next != notes
        return standing
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
