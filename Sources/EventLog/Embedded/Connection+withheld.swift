import CanonicalJSON
import SQLite
import StoryEvents

extension Connection {
    /// Who withheld the data of an event, by the event that says so; nil where there is none.
    ///
    /// - Throws: ``EventLogError/damaged(path:_:)`` where that event cannot be read.
    func withheld(_ position: Position) throws(EventLogError) -> Withheld? {
        let identity = Takedown.identity(of: position)
        do {
            let select = try cached("SELECT \(StoredEvent.columns) FROM event WHERE source = ? AND id = ?")
            try select.bind(1, identity.source.string)
            try select.bind(2, identity.id.string)
            defer { select.reset() }
            guard try select.step() else { return nil }
            let event = try StoredEvent.read(select, path: path) { _ in nil }
            let payload: Payload
            do throws(PayloadFault) { payload = try event.payload() } catch {
                throw EventLogError.damaged(path: path, "the event at \(event.envelope.position): \(error.message)")
            }
            guard case .withheld(let takedown) = payload, takedown.position == position else { return nil }
            return Withheld(by: event.envelope.position, recorded: event.envelope.recorded, takedown: takedown)
        } catch {
            throw EventLogError(anything: error, path: path)
        }
    }

    /// Erases data and salt, and notes that other files may still hold them.
    func erase(_ position: Position, sealedBy seals: RowSeals) throws(SQLiteError) {
        // The one statement that takes something away is held to the schema's rules like anybody's.
        try setTriggers(enabled: true)
        let erased = Result { () throws(SQLiteError) in
            let update = try cached("UPDATE event SET salt = NULL, data = NULL WHERE position = ?")
            try update.bind(1, position.value)
            try update.run()
        }
        try setTriggers(enabled: false)
        try erased.get()
        let insert = try cached("INSERT INTO pending_erasure (position, seal) VALUES (?, ?)")
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

    /// Fingerprints of withheld events, found by the ids of the events that withhold them: one step of an index each.
    func withheldFingerprints() throws(SQLiteError) -> Set<[UInt8]> {
        let select = try cached(
            """
            SELECT event.fingerprint FROM event AS takedown
            JOIN event ON event.position = CAST(substr(takedown.id, 10) AS INTEGER)
            WHERE takedown.source = 'org.storyledger' AND takedown.id >= 'withheld-' AND takedown.id < 'withheld.'
            """)
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
            WHERE instr(entries, ?1) OR (instr(entries, '"position":null') AND instr(entries, ?2))
                OR number IN (
                    SELECT receipt FROM receipt_part
                    WHERE instr(entries, ?1) OR (instr(entries, '"position":null') AND instr(entries, ?2)))
            ORDER BY number
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
