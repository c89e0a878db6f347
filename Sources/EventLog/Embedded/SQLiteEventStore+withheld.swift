import Glibc
import SQLite
import StoryEvents

extension SQLiteEventStore {
    /// What the log knows of an identity, as ``LogReader/recorded(_:)`` says.
    public func recorded(_ identity: EventIdentity) throws(EventLogError) -> RecordedIdentity? {
        try read { connection throws(SQLiteError) in try connection.row(of: identity) }?.read(path: path)
    }

    /// Receipts that may lead to a file with data of events, as ``IntakeRecords/receipts(about:)`` says.
    public func receipts(about events: [Envelope]) throws(EventLogError) -> [Receipt] {
        let (positions, stories) = (Set(events.map(\.position)), Set(events.map(\.story)))
        var receipts: [Receipt] = []
        for stored in try read({ connection throws(SQLiteError) in try connection.receipts(about: events) }) {
            let receipt = try stored.read(path: path)
            var entries = ReceiptEntries(receipt, in: self)
            while let entry = try entries.next() {
                guard entry.position.map(positions.contains) ?? stories.contains(entry.story) else { continue }
                receipts.append(receipt)
                break
            }
        }
        return receipts
    }

    /// What files must not bring back, as ``TakedownRecords/withheldContent()`` says.
    public func withheldContent() throws(EventLogError) -> WithheldContent {
        try read { connection throws(SQLiteError) in try connection.withheldContent() }
    }

    /// Events whose data may still be in files, as ``TakedownRecords/pendingErasures()`` says.
    public func pendingErasures() throws(EventLogError) -> [Position] {
        try read { connection throws(SQLiteError) in try connection.pendingErasures() }
    }

    /// Copies the write-ahead log into the database and cuts it to no bytes. What was overwritten in the database is
    /// zeroed already (secure_delete), on its free pages too.
    public func purgeErased(patience: Duration) throws(EventLogError) {
        let deadline = ContinuousClock.now + patience
        while true {
            do throws(EventLogError) {
                return try write { connection throws(SQLiteError) in
                    // SQLite would wait for readers by itself, but not for another who checkpoints.
                    try connection.emptyWAL()
                }
            } catch {
                guard case .busy = error, ContinuousClock.now < deadline else { throw error }
                usleep(20_000)
            }
        }
    }
}
