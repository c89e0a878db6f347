import SQLite
import StoryEvents

extension SQLiteEventStore {
    public func head() throws(EventLogError) -> LogHead? {
        try read { connection throws(SQLiteError) in try connection.logHead() }
    }

    public func events(from position: Position, limit: Int) throws(EventLogError) -> [RecordedEvent] {
        try withReader { connection throws(EventLogError) in try connection.events(from: position, limit: limit) }
    }

    public func events(
        of story: StoryID, from revision: Revision, limit: Int
    ) throws(EventLogError) -> [RecordedEvent] {
        try withReader { connection throws(EventLogError) in
            try connection.events(of: story, from: revision, limit: limit)
        }
    }

    public func position(recordedAtOrAfter time: RecordedTime) throws(EventLogError) -> Position {
        try read { connection throws(SQLiteError) in try connection.position(recordedAtOrAfter: time) }
    }

    public func stories(startingWith prefix: String, limit: Int) throws(EventLogError) -> [StoryID] {
        try read { connection throws(SQLiteError) in try connection.stories(startingWith: prefix, limit: limit) }
    }

    public func receipt(ofEventAt position: Position) throws(EventLogError) -> Receipt? {
        try read { connection throws(SQLiteError) in try connection.receipt(ofEventAt: position) }?.read(path: path)
    }

    public func receipt(number: Int64) throws(EventLogError) -> Receipt? {
        try read { connection throws(SQLiteError) in try connection.receipt(number: number) }?.read(path: path)
    }

    public func receipts(limit: Int) throws(EventLogError) -> [Receipt] {
        var receipts: [Receipt] = []
        for stored in try read({ connection throws(SQLiteError) in try connection.receipts(newest: limit) }) {
            receipts.append(try stored.read(path: path))
        }
        return receipts
    }

    public func pendingMoves() throws(EventLogError) -> [PendingMove] {
        try read { connection throws(SQLiteError) in try connection.pendingMoves() }
    }
}
