import CanonicalJSON
import MerkleLog
import SQLite
import StoryEvents

/// One write transaction of a log in SQLite.
final class SQLiteAppendTransaction: AppendTransaction {
    let connection: Connection
    let statements: AppendStatements
    let clock: () -> RecordedTime
    /// Decides whether the clock is believed; nil where it always is.
    let clockGuard: ClockGuard?
    /// When the log was made: no time in it is earlier.
    let created: RecordedTime
    /// Whether anything was dated.
    var isDated = false
    let seals: RowSeals
    /// The rows that hold pieces of others, as this transaction sees them.
    let holders: HolderRows
    /// Where texts may be held.
    let hints: PieceHints
    /// What the rows of stories share, by position, once one of them loses pieces; forgotten when events are appended.
    var sharers: [[UInt8]: [Int64: SharedPieces]] = [:]
    /// Takes the data of new events apart.
    var parts = DataPieces()
    private let dataVersion: Int64
    var edge: LogEdge
    private var heads = StoryHeads()
    /// What ended the transaction before its time. Going on would write outside any transaction.
    private(set) var failure: EventLogError?
    /// The hashes of the leaves appended so far, in log order; nil once they were too many: then the log has them.
    private var leafHashes: [Hash]? = []
    private static let mostLeafHashes = 4_096
    /// Where the tree ended before them.
    private let base: Position
    /// The hash of the leaf before them.
    private let lastBefore: Hash?

    /// What a transaction has found, or left, where the log ends.
    struct End {
        fileprivate let dataVersion: Int64
        fileprivate let edge: LogEdge
    }

    /// Where the log ends once this transaction is durable.
    var end: End {
        var edge = edge
        if edge.isReceiptDue { edge.nextReceipt += 1 }
        edge.isReceiptDue = false
        return End(dataVersion: dataVersion, edge: edge)
    }

    /// Reads the end of the log inside the transaction: another process may have appended.
    ///
    /// - Parameter known: Where it ended after this connection's last transaction.
    init(
        _ connection: Connection, _ statements: AppendStatements, seals: RowSeals, hints: PieceHints,
        clock: @escaping () -> RecordedTime, clockGuard: ClockGuard?, created: RecordedTime, known: End?
    ) throws(EventLogError) {
        self.connection = connection
        self.statements = statements
        self.clock = clock
        self.clockGuard = clockGuard
        self.created = created
        self.seals = seals
        self.hints = hints
        holders = HolderRows(connection, mostBytes: 4 << 20)
        do throws(SQLiteError) {
            dataVersion = try statements.dataVersion()
            if let known, known.dataVersion == dataVersion {
                edge = known.edge
                assert(
                    (try? statements.edge(connection)).map { $0 == known.edge } ?? true,
                    "what is known of the end of the log is what stands there")
            } else {
                edge = try statements.edge(connection)
            }
        } catch {
            throw EventLogError(error)
        }
        base = edge.next
        lastBefore = edge.lastLeaf
    }

    var nextReceiptNumber: Int64 { edge.nextReceipt }

    func recorded(_ identity: EventIdentity) throws(EventLogError) -> RecordedIdentity? {
        try wrapped { () throws(SQLiteError) in try connection.row(of: identity) }?.read(path: connection.path)
    }

    func events(
        of story: StoryID, from revision: Revision, limit: Int
    ) throws(EventLogError) -> [RecordedEvent] {
        if let failure { throw failure }
        return try connection.events(of: story, from: revision, limit: limit, holders)
    }

    func newestRevision(of story: StoryID) throws(EventLogError) -> Revision? {
        try head(of: story)?.revision
    }

    func newestRevision(of story: StoryID, before position: Position) throws(EventLogError) -> Revision? {
        try wrapped { () throws(SQLiteError) in try connection.newestRevision(of: story, before: position) }
    }

    func newestTakedown() throws(EventLogError) -> Position? {
        try wrapped { () throws(SQLiteError) in try connection.newestTakedown() }
    }

    func append(_ event: NewEvent, expecting: ExpectedRevision) throws(EventLogError) -> Envelope {
        try checkClock()
        sharers = [:]
        if LedgerSecret.isDerived(event.identity.id), let found = try recorded(event.identity) {
            throw .recorded(found)
        }
        let previous = try head(of: event.story)
        guard expecting.admits(previous?.revision) else {
            throw .revisionMismatch(story: event.story, expected: expecting, found: previous?.revision)
        }
        let envelope = Envelope(
            commitment: event.commitment, identity: event.identity, story: event.story, type: event.type,
            time: event.time, recorded: now, position: edge.next, revision: previous?.revision.next ?? .first,
            previous: previous?.position)
        let hash = try insert(event, envelope)
        leafHashes?.append(hash)
        if leafHashes?.count ?? 0 > Self.mostLeafHashes { leafHashes = nil }
        edge.lastLeaf = hash
        edge.next = edge.next.next
        edge.lastRecorded = envelope.recorded
        edge.isReceiptDue = true
        heads.keep(StoryHead(revision: envelope.revision, position: envelope.position), of: event.story)
        return envelope
    }

    /// Inserts the row. That its identity is new is left for the table to say: nearly always it is.
    ///
    /// - Returns: The hash of its leaf.
    private func insert(_ event: NewEvent, _ envelope: Envelope) throws(EventLogError) -> Hash {
        do throws(EventLogError) {
            return try wrapped { () throws(SQLiteError) in
                let sharing = envelope.previous == nil ? nil : try sharing(event, at: envelope.position.value)
                return try statements.insert(event, envelope, receipt: edge.nextReceipt, sharing: sharing)
            }
        } catch {
            if failure == nil, let found = try self.recorded(event.identity) { throw .recorded(found) }
            throw error
        }
    }

    /// Stores the tiles that the leaves of this transaction complete.
    ///
    /// - Returns: What the tree's edge grows by once the transaction is durable; nil where nothing was appended.
    func grow(_ tree: TreeEdge, reading store: any TreeStore) throws(EventLogError) -> TreeEdge.Growth? {
        guard edge.next > base else { return nil }
        return try tree.grown(
            from: base, after: lastBefore, to: edge.next, reading: store,
            hashes: { position throws(EventLogError) in
                if let leafHashes { return leafHashes }
                return try wrapped { () throws(SQLiteError) in
                    try connection.leafHashes(from: position, limit: Self.mostLeafHashes)
                }
            },
            store: { tiles throws(EventLogError) in
                try wrapped { () throws(SQLiteError) in try connection.insert(tiles) }
            })
    }

    func keep(_ checkpoint: StoredCheckpoint) throws(EventLogError) {
        try checkClock()
        try wrapped { () throws(SQLiteError) in try connection.insert(checkpoint, sealedBy: seals) }
    }

    func attempt(_ body: () throws(EventLogError) -> Bool) throws(EventLogError) -> Bool {
        let before = edge
        try wrapped { () throws(SQLiteError) in try statements.openAttempt.run() }
        let isDone: Bool
        do throws(EventLogError) { isDone = try body() } catch {
            undoAttempt(to: before)
            throw error
        }
        if isDone {
            try wrapped { () throws(SQLiteError) in try statements.closeAttempt.run() }
        } else {
            undoAttempt(to: before)
            if let failure { throw failure }
        }
        return isDone
    }

    /// Undoes the innermost attempt. Where that is not possible, nothing of the transaction may stay.
    private func undoAttempt(to before: LogEdge) {
        edge = before
        heads = StoryHeads()
        holders.forgetAll()
        sharers = [:]
        if let count = leafHashes?.count { leafHashes?.removeLast(count - Int(edge.next.value - base.value)) }
        guard failure == nil else { return }
        do throws(SQLiteError) {
            try statements.undoAttempt.run()
            try statements.closeAttempt.run()
        } catch {
            failure = EventLogError(error)
        }
    }

    private func head(of story: StoryID) throws(EventLogError) -> StoryHead? {
        if let known = heads[story] { return known }
        let head = try wrapped { () throws(SQLiteError) in try statements.head(of: story) }
        heads.keep(head, of: story)
        return head
    }

    func wrapped<Value>(_ body: () throws(SQLiteError) -> Value) throws(EventLogError) -> Value {
        if let failure { throw failure }
        do throws(SQLiteError) { return try body() } catch {
            let refused = EventLogError(error)
            // After some errors SQLite has rolled back by itself.
            if !connection.isInTransaction { failure = refused }
            throw refused
        }
    }
}

/// Where the log ends, as a transaction sees it.
struct LogEdge: Equatable {
    var next: Position
    /// The newest time of any event or receipt: none recorded later is earlier.
    var lastRecorded: RecordedTime
    var nextReceipt: Int64
    /// Whether an event names the next receipt already. If that is never stored, its number is never given to another.
    var isReceiptDue = false
    /// The takedown of a text that the file of the next receipt holds again; nil while none is known.
    var withheld: Position?
    /// The hash of the last leaf; nil for an empty log.
    var lastLeaf: Hash?
    /// Whether the log remembers a document that changed nothing.
    var hasUnchanged = false
    /// The notes of the machine's clocks.
    var clock = ClockNotes()
}
