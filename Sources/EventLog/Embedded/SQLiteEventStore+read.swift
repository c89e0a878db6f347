import SQLite
import StoryEvents

extension SQLiteEventStore {
    /// The newest event's place and time; nil for an empty log.
    public func head() throws(EventLogError) -> LogHead? {
        try read { connection throws(SQLiteError) in try connection.logHead() }
    }

    /// The newest event's place and time in one story; nil where there is no such story.
    public func head(of story: StoryID) throws(EventLogError) -> LogHead? {
        try read { connection throws(SQLiteError) in try connection.logHead(of: story) }
    }

    /// Events in log order, each held against its hashes.
    public func events(from position: Position, limit: Int) throws(EventLogError) -> [RecordedEvent] {
        try readEvents { connection, holders throws(EventLogError) in
            try connection.events(from: position, limit: limit, holders)
        }
    }

    /// A story's events in order, each held against its hashes.
    public func events(
        of story: StoryID, from revision: Revision, limit: Int
    ) throws(EventLogError) -> [RecordedEvent] {
        try readEvents { connection, holders throws(EventLogError) in
            try connection.events(of: story, from: revision, limit: limit, holders)
        }
    }

    /// The position of the first event recorded at or after a time; the log's size when there is none.
    public func position(recordedAtOrAfter time: RecordedTime) throws(EventLogError) -> Position {
        try read { connection throws(SQLiteError) in try connection.position(recordedAtOrAfter: time) }
    }

    /// Ids of stories that begin with some bytes, in byte order.
    public func stories(startingWith prefix: String, limit: Int) throws(EventLogError) -> [StoryID] {
        try withReader { connection throws(EventLogError) in
            try connection.stories(startingWith: prefix, limit: limit)
        }
    }

    /// The receipt of the file that an event came from; nil where there is none.
    public func receipt(ofEventAt position: Position) throws(EventLogError) -> Receipt? {
        try read { connection throws(SQLiteError) in try connection.receipt(ofEventAt: position) }?.read(path: path)
    }

    /// A file's receipt; nil where there is none of that number.
    public func receipt(number: Int64) throws(EventLogError) -> Receipt? {
        try read { connection throws(SQLiteError) in try connection.receipt(number: number) }?.read(path: path)
    }

    /// Entries of a long receipt, as ``IntakeRecords/receiptPart(_:of:)`` says.
    public func receiptPart(_ part: Int64, of number: Int64) throws(EventLogError) -> [Receipt.Entry] {
        try StoredReceipt.part(
            part, of: number,
            try read { connection throws(SQLiteError) in try connection.receiptPart(part, of: number) },
            path: path)
    }

    /// The newest receipt, without its entries and refusals, which may be very many.
    public func newestReceipt() throws(EventLogError) -> Receipt? {
        try read { connection throws(SQLiteError) in try connection.newestReceipt() }?.read(path: path)
    }

    /// The sources whose files have receipts: directories below the inbox. Looks once through all receipts.
    public func sources() throws(EventLogError) -> [String] {
        try read { connection throws(SQLiteError) in try connection.sources() }
    }

    /// The newest receipts, newest first.
    public func receipts(limit: Int) throws(EventLogError) -> [Receipt] {
        var receipts: [Receipt] = []
        for stored in try read({ connection throws(SQLiteError) in try connection.receipts(newest: limit) }) {
            receipts.append(try stored.read(path: path))
        }
        return receipts
    }

    /// Files whose receipt is durable, and which may not have been moved yet.
    public func pendingMoves() throws(EventLogError) -> [PendingMove] {
        try read { connection throws(SQLiteError) in try connection.pendingMoves() }
    }

    /// What retention has noted of a receipt's file, as ``IntakeRecords/removal(of:)`` says.
    public func removal(of receipt: Int64) throws(EventLogError) -> FileRemoval? {
        try read { connection throws(SQLiteError) in try connection.removal(of: receipt) }
    }

    /// Removals that may not have been made yet, as ``IntakeRecords/unfinishedRemovals()`` says.
    public func unfinishedRemovals() throws(EventLogError) -> [FileRemoval] {
        try read { connection throws(SQLiteError) in try connection.unfinishedRemovals() }
    }

    /// Receipts whose files retention does not remove, as ``IntakeRecords/keptReceipts(_:)`` says.
    public func keptReceipts(_ numbers: ClosedRange<Int64>) throws(EventLogError) -> [Receipt] {
        var receipts: [Receipt] = []
        for stored in try read({ connection throws(SQLiteError) in try connection.keptReceipts(numbers) }) {
            receipts.append(try stored.read(path: path))
        }
        return receipts
    }
}
