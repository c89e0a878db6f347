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
        try keep(clockGuard.accepted(at: wall, edge.clock, newest: newest))
        return wall
    }

    /// Keeps notes of the clock by which something was dated, where there is none yet or it has stepped since.
    func noteClock() throws(EventLogError) {
        guard isDated, let clockGuard else { return }
        try keep(clockGuard.notes(at: clock(), after: edge.clock, newest: newest))
    }

    private func keep(_ notes: ClockNotes) throws(EventLogError) {
        guard notes != edge.clock else { return }
        try wrapped { () throws(SQLiteError) in try connection.replace(edge.clock, by: notes, sealedBy: seals) }
        edge.clock = notes
    }
}
