import CanonicalJSON
import MerkleLog
import SQLite
import StoryEvents

/// One write transaction of a log in SQLite.
final class SQLiteAppendTransaction: AppendTransaction {
    private let connection: Connection
    private let clock: () -> RecordedTime
    private let salts: () -> [UInt8]
    private var next: Position
    private var lastRecorded: RecordedTime?
    private(set) var nextReceiptNumber: Int64
    /// The hashes of the leaves appended so far, in log order.
    private(set) var leafHashes: [Hash] = []
    /// Where the tree ended before them.
    let base: Position

    /// Reads where the log stands, inside the transaction: another process may have appended.
    init(
        _ connection: Connection, clock: @escaping () -> RecordedTime, salts: @escaping () -> [UInt8]
    ) throws(EventLogError) {
        self.connection = connection
        self.clock = clock
        self.salts = salts
        do throws(SQLiteError) {
            let head = try connection.logHead()
            next = head?.position.next ?? .first
            base = next
            lastRecorded = head?.recorded
            nextReceiptNumber = try connection.newestReceiptNumber() + 1
        } catch {
            throw EventLogError(error)
        }
    }

    var now: RecordedTime { max(clock(), lastRecorded ?? RecordedTime(microseconds: .min)) }

    func recorded(_ identity: EventIdentity) throws(EventLogError) -> RecordedIdentity? {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.cached(
                "SELECT position, revision, story, type, fingerprint FROM event WHERE source = ? AND id = ?")
            try select.bind(1, identity.source.string)
            try select.bind(2, identity.id.string)
            guard try select.step() else { return nil }
            defer { select.reset() }
            guard let story = StoryID(Text(try select.text(2))), let type = EventType(rawValue: try select.text(3))
            else { return nil }
            return RecordedIdentity(
                position: Position(select.integer(0)), revision: Revision(select.integer(1)), story: story, type: type,
                fingerprint: select.blob(4))
        }
    }

    func events(of story: StoryID) throws(EventLogError) -> [RecordedEvent] {
        try connection.events(of: story, from: .first, limit: .max)
    }

    func newestRevision(of story: StoryID) throws(EventLogError) -> Revision? {
        try newest(of: story)?.revision
    }

    func append(_ event: NewEvent, expecting: ExpectedRevision) throws(EventLogError) -> RecordedEvent {
        let previous = try newest(of: event.story)
        guard expecting.admits(previous?.revision) else {
            throw .revisionMismatch(story: event.story, expected: expecting, found: previous?.revision)
        }
        let salt = salts()
        let envelope = Envelope(
            commitment: Commitment(to: event.data, salt: salt), identity: event.identity, story: event.story,
            type: event.type, time: event.time, recorded: now, position: next,
            revision: previous?.revision.next ?? .first, previous: previous?.position)
        let recorded = RecordedEvent(
            envelope: envelope, leaf: envelope.leaf, content: RecordedEvent.Content(salt: salt, data: event.data))
        let hash = Hash.leaf(recorded.leaf)
        try insert(recorded, hash, fingerprint: event.fingerprint)
        leafHashes.append(hash)
        next = next.next
        lastRecorded = envelope.recorded
        return recorded
    }

    func store(_ receipt: Receipt, move: PendingMove?) throws(EventLogError) {
        precondition(receipt.number == nextReceiptNumber, "receipts are numbered in order")
        try wrapped { () throws(SQLiteError) in try connection.insert(receipt) }
        nextReceiptNumber += 1
        if let move { try wrapped { () throws(SQLiteError) in try connection.insert(move) } }
    }

    /// Stores the tiles that the leaves of this transaction complete.
    ///
    /// - Returns: The edge to remember once the transaction is durable.
    func grow(_ edge: TreeEdge, reading store: any TreeStore) throws(EventLogError) -> TreeEdge {
        guard !leafHashes.isEmpty else { return edge }
        let growth = try edge.grown(from: base, by: leafHashes, reading: store)
        try wrapped { () throws(SQLiteError) in try connection.insert(growth.complete) }
        return growth.edge
    }

    func keep(_ checkpoint: StoredCheckpoint) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in try connection.insert(checkpoint) }
    }

    func settle(_ moves: [PendingMove]) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            let delete = try connection.cached("DELETE FROM pending_move WHERE receipt = ?")
            for move in moves {
                try delete.bind(1, move.receipt)
                try delete.run()
            }
        }
    }

    func attempt(_ body: () throws(EventLogError) -> Bool) throws(EventLogError) -> Bool {
        let before = (next, lastRecorded)
        try wrapped { () throws(SQLiteError) in try connection.cached("SAVEPOINT attempt").run() }
        let isDone = try body()
        try wrapped { () throws(SQLiteError) in
            if !isDone { try connection.cached("ROLLBACK TO attempt").run() }
            try connection.cached("RELEASE attempt").run()
        }
        if !isDone {
            (next, lastRecorded) = before
            leafHashes.removeLast(leafHashes.count - Int(next.value - base.value))
        }
        return isDone
    }

    private func newest(of story: StoryID) throws(EventLogError) -> (revision: Revision, position: Position)? {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.cached(
                "SELECT revision, position FROM event WHERE story = ? ORDER BY revision DESC LIMIT 1")
            try select.bind(1, story.text.string)
            guard try select.step() else { return nil }
            defer { select.reset() }
            return (Revision(select.integer(0)), Position(select.integer(1)))
        }
    }

    private func insert(_ event: RecordedEvent, _ hash: Hash, fingerprint: [UInt8]) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            let insert = try connection.cached(Self.insertEvent)
            let envelope = event.envelope
            try insert.bind(1, envelope.position.value)
            try insert.bind(2, envelope.story.text.string)
            try insert.bind(3, envelope.revision.value)
            try insert.bind(4, envelope.type.rawValue)
            try insert.bind(5, envelope.identity.source.string)
            try insert.bind(6, envelope.identity.id.string)
            try insert.bind(7, envelope.recorded.microseconds)
            try insert.bind(8, nextReceiptNumber)
            try insert.bind(9, fingerprint)
            try insert.bind(10, hash.bytes)
            try insert.bind(11, event.leaf)
            try insert.bind(12, event.content.salt)
            try insert.bind(13, event.content.data)
            try insert.run()
        }
    }

    private static let insertEvent = """
        INSERT INTO event (position, story, revision, type, source, id, recorded, receipt, fingerprint, hash, leaf, salt, data)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    private func wrapped<Value>(_ body: () throws(SQLiteError) -> Value) throws(EventLogError) -> Value {
        do throws(SQLiteError) { return try body() } catch { throw EventLogError(error) }
    }
}
