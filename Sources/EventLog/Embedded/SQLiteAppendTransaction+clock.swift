import SQLite
import StoryEvents

extension SQLiteAppendTransaction {
    var now: RecordedTime {
        let wall = clock()
        return fault(at: wall) == nil ? max(wall, edge.lastRecorded) : newest
    }

    /// The time of the newest event or receipt; in an empty log, that of its making.
    private var newest: RecordedTime { max(created, edge.lastRecorded) }

    private func fault(at wall: RecordedTime) -> ClockFault? {
        clockGuard?.fault(at: wall, edge.clock, newest: newest)
    }

    func checkClock() throws(EventLogError) {
        if let fault = fault(at: clock()) { throw .clock(fault) }
        isDated = true
    }

    func acceptClock() throws(EventLogError) -> RecordedTime {
        let wall = clock()
        guard let clockGuard else { return wall }
        if case .beyondRange? = fault(at: wall) { throw .clock(.beyondRange(shown: wall)) }
        try keep(clockGuard.note(of: wall))
        return wall
    }

    /// Keeps a note of the clock by which something was dated, where there is none yet or it has stepped since.
    func noteClock() throws(EventLogError) {
        guard isDated, let note = clockGuard?.note(at: clock(), after: edge.clock, newest: newest) else { return }
        try keep(note)
    }

    private func keep(_ note: ClockNote) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in try connection.replace(note, sealedBy: seals) }
        edge.clock = note
    }
}
