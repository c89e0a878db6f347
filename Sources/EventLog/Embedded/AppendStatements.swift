import MerkleLog
import SQLite
import StoryEvents

/// The statements of the append path, compiled once for a connection.
final class AppendStatements {
    let openAttempt, undoAttempt, closeAttempt: Row
    private let selectEdge, selectHead, selectIdentity, insertEvent: Row

    init(_ connection: Connection) throws(SQLiteError) {
        openAttempt = try connection.prepare("SAVEPOINT attempt")
        undoAttempt = try connection.prepare("ROLLBACK TO attempt")
        closeAttempt = try connection.prepare("RELEASE attempt")
        selectEdge = try connection.prepare(
            """
            SELECT position, recorded, receipt, 0 FROM (SELECT * FROM event ORDER BY position DESC LIMIT 1)
            UNION ALL
            SELECT NULL, recorded, number, 1 FROM (SELECT * FROM receipt ORDER BY number DESC LIMIT 1)
            """)
        selectHead = try connection.prepare(
            "SELECT revision, position FROM event WHERE story = ? ORDER BY revision DESC LIMIT 1")
        selectIdentity = try connection.prepare(
            "SELECT position, revision, story, type, fingerprint FROM event WHERE source = ? AND id = ?")
        // Not OR ABORT, which is the rule: it would copy every page that the row is about to change, to undo half a row.
        // Nothing is half written here, because all that can be wrong with a row is found before it is written.
        insertEvent = try connection.prepare(
            """
            INSERT OR FAIL INTO event
            (position, story, revision, type, source, id, recorded, receipt, fingerprint, hash, leaf, salt, data)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    /// Where the log ends.
    func edge() throws(SQLiteError) -> LogEdge {
        var edge = LogEdge(next: .first, lastRecorded: RecordedTime(microseconds: .min), nextReceipt: 1)
        defer { selectEdge.reset() }
        while try selectEdge.step() {
            if let position = selectEdge.optionalInteger(0) { edge.next = Position(position).next }
            edge.lastRecorded = max(edge.lastRecorded, RecordedTime(microseconds: selectEdge.integer(1)))
            // An event may have been appended without a receipt: the number that was meant for it is never given.
            edge.nextReceipt = max(edge.nextReceipt, selectEdge.integer(2) + 1)
        }
        return edge
    }

    /// A story's newest event; nil when there is no such story.
    func head(of story: StoryID) throws(SQLiteError) -> StoryHead? {
        try selectHead.bind(1, story.text.string)
        defer { selectHead.reset() }
        guard try selectHead.step() else { return nil }
        return StoryHead(revision: Revision(selectHead.integer(0)), position: Position(selectHead.integer(1)))
    }

    func row(of identity: EventIdentity) throws(SQLiteError) -> StoredIdentity? {
        try selectIdentity.bind(1, identity.source.string)
        try selectIdentity.bind(2, identity.id.string)
        defer { selectIdentity.reset() }
        return try selectIdentity.step() ? try StoredIdentity(selectIdentity) : nil
    }

    func insert(
        _ event: RecordedEvent, _ hash: Hash, fingerprint: [UInt8], receipt: Int64
    ) throws(SQLiteError) {
        let envelope = event.envelope
        try insertEvent.bind(1, envelope.position.value)
        try insertEvent.bind(2, envelope.story.text.string)
        try insertEvent.bind(3, envelope.revision.value)
        try insertEvent.bind(4, envelope.type.rawValue)
        try insertEvent.bind(5, envelope.identity.source.string)
        try insertEvent.bind(6, envelope.identity.id.string)
        try insertEvent.bind(7, envelope.recorded.microseconds)
        try insertEvent.bind(8, receipt)
        try insertEvent.bind(9, fingerprint)
        try insertEvent.bind(10, hash.bytes)
        try insertEvent.bind(11, event.leaf)
        try insertEvent.bind(12, event.content?.salt)
        try insertEvent.bind(13, event.content?.data)
        try insertEvent.run()
    }
}
