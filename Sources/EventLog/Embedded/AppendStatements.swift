import CanonicalJSON
import MerkleLog
import SQLite
import StoryEvents

/// The statements of the append path, compiled once for a connection.
final class AppendStatements {
    let openAttempt, undoAttempt, closeAttempt: Row
    let unchanged: UnchangedStatements
    private let selectVersion, selectEdge, selectHead, insertEvent, insertReceipt, insertPart: Row
    /// The leaf being inserted, and its hash behind it.
    private var leaf: [UInt8] = []

    init(_ connection: Connection) throws(SQLiteError) {
        unchanged = try UnchangedStatements(connection)
        openAttempt = try connection.prepare("SAVEPOINT attempt")
        undoAttempt = try connection.prepare("ROLLBACK TO attempt")
        closeAttempt = try connection.prepare("RELEASE attempt")
        selectVersion = try connection.prepare("PRAGMA data_version")
        selectEdge = try connection.prepare(
            """
            SELECT position, recorded, receipt, hash FROM event WHERE position = (SELECT max(position) FROM event)
            UNION ALL
            SELECT NULL, recorded, number, NULL FROM receipt WHERE number = (SELECT max(number) FROM receipt)
            """)
        selectHead = try connection.prepare(
            "SELECT revision, position FROM event WHERE story = ? ORDER BY revision DESC LIMIT 1")
        // Not OR ABORT, which is the rule: it would copy every page that the row is about to change, to undo half a row.
        // Nothing is half written here, because all that can be wrong with a row is found before it is written.
        insertEvent = try connection.prepare(
            """
            INSERT OR FAIL INTO event
            (position, story, revision, type, source, id, recorded, receipt, fingerprint, hash, leaf, salt, data, derived, shared)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insertReceipt = try connection.prepare(
            """
            INSERT OR FAIL INTO receipt
            (number, file, sha256, outcome, recorded, earlier, parts, entries, refusals, withheld, seal)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insertPart = try connection.prepare(
            "INSERT OR FAIL INTO receipt_part (receipt, part, entries, seal) VALUES (?, ?, ?, ?)")
    }

    /// A number that changes whenever another connection has written to the log.
    ///
    /// Source: https://www.sqlite.org/pragma.html#pragma_data_version
    func dataVersion() throws(SQLiteError) -> Int64 {
        defer { selectVersion.reset() }
        return try selectVersion.step() ? selectVersion.integer(0) : 0
    }

    /// Where the log ends.
    func edge(_ connection: Connection) throws(SQLiteError) -> LogEdge {
        var edge = LogEdge(next: .first, lastRecorded: RecordedTime(microseconds: .min), nextReceipt: 1)
        edge.clock = try connection.clockNotes()
        edge.hasUnchanged = try unchanged.areThere()
        defer { selectEdge.reset() }
        while try selectEdge.step() {
            if let position = try selectEdge.optionalPosition(0) {
                edge.next = position.next
                edge.lastLeaf = selectEdge.withBlob(3) { Hash($0) }
            }
            edge.lastRecorded = max(edge.lastRecorded, try selectEdge.recordedTime(1))
            // An event may have been appended without a receipt: the number that was meant for it is never given.
            edge.nextReceipt = max(edge.nextReceipt, try selectEdge.count(2) + 1)
        }
        return edge
    }

    /// A story's newest event; nil when there is no such story.
    func head(of story: StoryID) throws(SQLiteError) -> StoryHead? {
        try selectHead.bind(1, story.text.string)
        defer { selectHead.reset() }
        guard try selectHead.step() else { return nil }
        return StoryHead(revision: try selectHead.revision(0), position: try selectHead.position(1))
    }

    /// Inserts an event's row, its bytes lent to SQLite, which else would copy each.
    ///
    /// - Parameter sharing: How it is stored where earlier events hold some of its pieces.
    /// - Returns: The hash of its leaf.
    func insert(
        _ event: NewEvent, _ envelope: Envelope, receipt: Int64, sharing: SharingRow?
    ) throws(SQLiteError) -> Hash {
        leaf.removeAll(keepingCapacity: true)
        event.leafFrame.appendLeaf(
            to: &leaf, position: envelope.position, previous: envelope.previous, recorded: envelope.recorded,
            revision: envelope.revision)
        let length = leaf.count
        let hash = Hash.leaf(leaf)
        hash.withUnsafeBytes { leaf.append(contentsOf: $0) }
        try insertEvent.bind(1, envelope.position.value)
        try insertEvent.bind(3, envelope.revision.value)
        try insertEvent.bind(7, envelope.recorded.microseconds)
        try insertEvent.bind(8, receipt)
        try insertEvent.bind(14, event.derivedKey)
        if let sharing { try insertEvent.bindText(15, bytes: sharing.shared) } else { try insertEvent.bindNull(15) }
        try leaf.withUnsafeBufferPointer { (bytes) throws(SQLiteError) in
            let bytes = UnsafeRawBufferPointer(bytes)
            try insertEvent.bindBlob(10, borrowing: UnsafeRawBufferPointer(rebasing: bytes[length...]))
            try insertEvent.bindBlob(11, borrowing: UnsafeRawBufferPointer(rebasing: bytes[..<length]))
            try event.withRowBytes { (row) throws(SQLiteError) in
                try insertEvent.bindText(2, borrowing: row.story)
                try insertEvent.bindText(4, borrowing: row.type)
                try insertEvent.bindText(5, borrowing: row.source)
                try insertEvent.bindText(6, borrowing: row.id)
                try insertEvent.bindBlob(9, borrowing: row.fingerprint)
                try insertEvent.bindBlob(12, borrowing: row.salt)
                if let sharing {
                    try insertEvent.bind(13, sharing.data)
                } else {
                    try insertEvent.bindBlob(13, borrowing: row.data)
                }
                try insertEvent.run()
            }
        }
        return hash
    }

    func insert(_ receipt: Receipt, sealedBy seals: RowSeals) throws(SQLiteError) {
        let (entries, refusals) = (receipt.entries.canonicalBytes, JSON.array(receipt.refusals).canonicalBytes)
        try insertReceipt.bind(1, receipt.number)
        try insertReceipt.bind(2, receipt.file.string)
        try insertReceipt.bind(3, receipt.sha256)
        try insertReceipt.bind(4, receipt.outcome.rawValue)
        try insertReceipt.bind(5, receipt.recorded.microseconds)
        try insertReceipt.bind(6, receipt.earlier)
        try insertReceipt.bind(7, receipt.parts)
        try insertReceipt.bindText(8, bytes: entries)
        try insertReceipt.bindText(9, bytes: refusals)
        try insertReceipt.bind(10, receipt.withheld?.value)
        try insertReceipt.bind(11, seals.receipt(receipt, entries: entries, refusals: refusals))
        try insertReceipt.run()
    }

    func insert(
        part: Int64, of receipt: Int64, _ entries: [Receipt.Entry], sealedBy seals: RowSeals
    ) throws(SQLiteError) {
        let entries = entries.canonicalBytes
        try insertPart.bind(1, receipt)
        try insertPart.bind(2, part)
        try insertPart.bindText(3, bytes: entries)
        try insertPart.bind(4, seals.receiptPart(receipt: receipt, part: part, entries: entries))
        try insertPart.run()
    }
}
