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
        let event = try StoredEvent.read(select, path: path, holders: HolderRows(self)) { _ in [] }
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
    ///   - handed: Rows of other events as they are to be, whose pieces this one no longer holds.
    ///   - custodyOnly: Whether only the name and the hash of the event's file go. Else other files may still hold what was
    ///     erased, and that is noted.
    func erase(
        _ position: Position, by takedown: Position, leaving rest: PartialRow?, handing handed: [HandedRow],
        custodyOnly: Bool, sealedBy seals: RowSeals
    ) throws(SQLiteError) {
        let note = try cached("INSERT INTO taken (position, by, custody) VALUES (?, ?, ?)")
        // The statements that take something away are held to the schema's rules like anybody's.
        try setTriggers(enabled: true)
        let erased = Result { () throws(SQLiteError) in
            try note.bind(1, position.value)
            try note.bind(2, takedown.value)
            try note.bind(3, custodyOnly ? 1 : 0)
            try note.run()
            let hand = try cached("UPDATE event SET shared = ?, data = ? WHERE position = ?")
            for row in handed {
                if let shared = row.shared { try hand.bindText(1, bytes: shared.bytes) } else { try hand.bindNull(1) }
                try hand.bind(2, row.data)
                try hand.bind(3, row.position)
                try hand.run()
            }
            let update = try cached(
                "UPDATE event SET salt = NULL, shared = ?, data = ?, pieces = ? WHERE position = ?")
            if let shared = rest?.shared { try update.bindText(1, bytes: shared.bytes) } else { try update.bindNull(1) }
            try update.bind(2, rest?.data)
            try update.bind(3, rest?.records)
            try update.bind(4, position.value)
            try update.run()
        }
        try setTriggers(enabled: false)
        try erased.get()
        if !custodyOnly { try noteErasure(of: position, sealedBy: seals) }
    }

    func noteErasure(of position: Position, sealedBy seals: RowSeals) throws(SQLiteError) {
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

    /// What a file must not bring back: fingerprints of events whose texts were withheld, with the event that says so, and
    /// the receipts that list one of them as new; and those of documents that changed nothing, whose files went along.
    func withheldContent() throws(SQLiteError) -> WithheldContent {
        let select = try cached(
            """
            SELECT fingerprint, receipt, max(by), story, position FROM taken JOIN event USING (position)
            WHERE custody = 0 GROUP BY position
            """)
        defer { select.reset() }
        var content = WithheldContent()
        while try select.step() {
            let takedown = try select.position(2)
            content.takedowns[select.blob(0)] = takedown
            content.receipts[try select.count(1)] = takedown
            content.positions.insert(try select.position(4))
            if let story = StoryID(Text(try select.text(3))) {
                content.stories[story] = max(content.stories[story] ?? takedown, takedown)
            }
        }
        let takings = try cached("SELECT max(by), story FROM taken JOIN event USING (position) GROUP BY story")
        defer { takings.reset() }
        while try takings.step() {
            if let story = StoryID(Text(try takings.text(1))) { content.takings[story] = try takings.position(0) }
        }
        let unchanged = try cached(
            "SELECT fingerprint, withheld FROM receipt JOIN unchanged ON receipt = number WHERE withheld IS NOT NULL")
        defer { unchanged.reset() }
        while try unchanged.step() { content.unchanged[unchanged.blob(0)] = try unchanged.position(1) }
        return content
    }

    /// The leaves of the events that lost text to takedowns after one, each with the takedown.
    func withheldLeaves(after takedown: Position?) throws(SQLiteError) -> [(leaf: [UInt8], by: Position)] {
        let select = try cached(
            "SELECT leaf, by FROM taken JOIN event USING (position) WHERE custody = 0 AND by > ? ORDER BY by")
        try select.bind(1, takedown?.value ?? -1)
        defer { select.reset() }
        var leaves: [(leaf: [UInt8], by: Position)] = []
        while try select.step() { leaves.append((select.blob(0), try select.position(1))) }
        return leaves
    }

    /// The takedown of an event's texts; nil where there is none.
    func textTakedown(of position: Position) throws(SQLiteError) -> Position? {
        let select = try cached("SELECT max(by) FROM taken WHERE position = ? AND custody = 0")
        try select.bind(1, position.value)
        defer { select.reset() }
        return try select.step() ? try select.optionalPosition(0) : nil
    }

    /// The takedown that took the file of a document that changed nothing along; nil where none did.
    func takedown(ofUnchanged id: Text) throws(SQLiteError) -> Position? {
        let select = try cached(
            "SELECT max(withheld) FROM unchanged JOIN receipt ON number = receipt WHERE id = ? AND withheld IS NOT NULL"
        )
        try select.bind(1, id.string)
        defer { select.reset() }
        return try select.step() ? try select.optionalPosition(0) : nil
    }

    /// Receipts whose entries name one of some events or list a document that made no event of one of their stories.
    func receipts(about events: [Envelope]) throws(SQLiteError) -> [StoredReceipt] {
        let search = EntrySearch(events)
        var numbers: Set<Int64> = []
        for sql in ["SELECT number, entries FROM receipt", "SELECT receipt, entries FROM receipt_part"] {
            let select = try cached(sql)
            defer { select.reset() }
            while try select.step() {
                if select.withBlob(1, { search.finds($0) }) { numbers.insert(select.integer(0)) }
            }
        }
        var receipts: [StoredReceipt] = []
        for number in numbers.sorted() {
            if let receipt = try receipt(number: number) { receipts.append(receipt) }
        }
        return receipts
    }

    /// Takes from a receipt what a takedown takes of it.
    ///
    /// - Parameter receipt: As it is to be.
    func update(_ receipt: Receipt, sealedBy seals: RowSeals) throws(SQLiteError) {
        let (entries, refusals) = (receipt.entries.canonicalBytes, JSON.array(receipt.refusals).canonicalBytes)
        let seal = seals.receipt(receipt, entries: entries, refusals: refusals)
        try setTriggers(enabled: true)
        let updated = Result { () throws(SQLiteError) in
            let update = try cached(
                "UPDATE receipt SET file = ?, sha256 = ?, refusals = ?, withheld = ?, seal = ? WHERE number = ?")
            try update.bind(1, receipt.file.string)
            try update.bind(2, receipt.sha256)
            try update.bindText(3, bytes: refusals)
            try update.bind(4, receipt.withheld?.value)
            try update.bind(5, seal)
            try update.bind(6, receipt.number)
            try update.run()
        }
        try setTriggers(enabled: false)
        try updated.get()
    }
}
