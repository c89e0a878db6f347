import CanonicalJSON
import MerkleLog
import SQLite
import StoryEvents

extension Connection {
    /// What was withheld of an event, in log order, by the events that say so.
    ///
    /// - Throws: ``EventLogError/damaged(path:_:)`` where such an event cannot be read.
    func takedowns(of position: Position) throws(EventLogError) -> [Withheld] {
        do {
            let select = try cached("SELECT by FROM taken WHERE position = ? ORDER BY by")
            try select.bind(1, position.value)
            defer { select.reset() }
            var takedowns: [Withheld] = []
            while try select.step() {
                if let found = try takedown(at: try select.position(0))[position] { takedowns.append(found) }
            }
            return takedowns
        } catch {
            throw EventLogError(anything: error, path: path)
        }
    }

    /// What an event says was withheld.
    private func takedown(at position: Position) throws -> [Position: Withheld] {
        let select = try cached("SELECT \(StoredEvent.columns) FROM event WHERE position = ?")
        try select.bind(1, position.value)
        defer { select.reset() }
        guard try select.step() else { return [:] }
        let key = select.withBlob(8) { Hash.leaf($0) }
        if let known = TakedownCache.shared[key] { return known }
        let event = try StoredEvent.read(select, path: path) { _ in [] }
        let payload: Payload
        do throws(PayloadFault) { payload = try event.payload() } catch {
            throw EventLogError.damaged(path: path, "the event at \(position): \(error.message)")
        }
        guard case .withheld(let takedown) = payload else { return [:] }
        let withheld = takedown.withheld(by: event.envelope.position, recorded: event.envelope.recorded)
        TakedownCache.shared[key] = withheld
        return withheld
    }

    /// Erases the salt of an event, and what a takedown has withheld of its data.
    ///
    /// - Parameters:
    ///   - takedown: The event that says so.
    ///   - rest: What is left of the data; nil where nothing is.
    ///   - custodyOnly: Whether only the name and the hash of the event's file go. Else other files may still hold what was
    ///     erased, and that is noted.
    func erase(
        _ position: Position, by takedown: Position, leaving rest: (data: [UInt8], records: [UInt8])?,
        custodyOnly: Bool, sealedBy seals: RowSeals
    ) throws(SQLiteError) {
        let note = try cached("INSERT INTO taken (position, by, custody) VALUES (?, ?, ?)")
        // The one statement that takes something away is held to the schema's rules like anybody's.
        try setTriggers(enabled: true)
        let erased = Result { () throws(SQLiteError) in
            try note.bind(1, position.value)
            try note.bind(2, takedown.value)
            try note.bind(3, custodyOnly ? 1 : 0)
            try note.run()
            let update = try cached("UPDATE event SET salt = NULL, data = ?, pieces = ? WHERE position = ?")
            try update.bind(1, rest?.data)
            try update.bind(2, rest?.records)
            try update.bind(3, position.value)
            try update.run()
        }
        try setTriggers(enabled: false)
        try erased.get()
        guard !custodyOnly else { return }
        let insert = try cached("INSERT OR REPLACE INTO pending_erasure (position, seal) VALUES (?, ?)")
        try insert.bind(1, position.value)
        try insert.bind(2, seals.erasure(position.value))
        try insert.run()
    }

    func pendingErasures() throws(SQLiteError) -> [Position] {
        let select = try cached("SELECT position FROM pending_erasure ORDER BY position")
        defer { select.reset() }
        var positions: [Position] = []
        while try select.step() { positions.append(try select.position(0)) }
        return positions
    }

    /// Fingerprints of events whose texts were withheld.
    func withheldFingerprints() throws(SQLiteError) -> Set<[UInt8]> {
        let select = try cached(
            "SELECT fingerprint FROM event WHERE position IN (SELECT position FROM taken WHERE custody = 0)")
        defer { select.reset() }
        var fingerprints: Set<[UInt8]> = []
        while try select.step() { fingerprints.insert(select.blob(0)) }
        return fingerprints
    }

    /// Receipts whose entries, in RFC 8785 form, name an event or list a document that made no event of its story.
    func receipts(about event: Envelope) throws(SQLiteError) -> [StoredReceipt] {
        let select = try cached(
            """
            SELECT \(StoredReceipt.columns) FROM receipt
            WHERE instr(entries, ?1) OR (instr(entries, '"position":null') AND instr(entries, ?2)) ORDER BY number
            """)
        var story: [UInt8] = []
        JSON.string(event.story.text).appendCanonical(to: &story)
        try select.bind(1, "\"position\":\(event.position.value),")
        try select.bind(2, "\"story\":\(String(decoding: story, as: UTF8.self))")
        defer { select.reset() }
        var receipts: [StoredReceipt] = []
        while try select.step() { receipts.append(try StoredReceipt(select)) }
        return receipts
    }
}
