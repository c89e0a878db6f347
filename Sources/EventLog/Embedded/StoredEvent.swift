import CanonicalJSON
import MerkleLog
import SQLite
import StoryEvents

/// An event's row. What it says is believed only as far as the hashes bear it out.
enum StoredEvent {
    static let columns = "position, story, revision, type, source, id, recorded, hash, leaf, salt, data, pieces, shared"

    /// Reads a row of ``columns``.
    ///
    /// - Parameters:
    ///   - holders: Reads the rows that hold pieces of its data.
    ///   - takedowns: Looks up what was withheld of the event at a position, in log order.
    /// - Throws: ``EventLogError/damaged(path:_:)`` naming the position, when the leaf is not what was hashed, the data
    ///   is not what the leaf commits to, or another column is not what the leaf says.
    static func read(
        _ row: Row, path: String, holders: HolderRows, takedowns: (Position) throws(EventLogError) -> [Withheld]
    ) throws(EventLogError) -> RecordedEvent {
        let leaf = row.blob(8)
        guard Hash.leaf(leaf).withUnsafeBytes({ hash in row.withBlob(7) { $0.elementsEqual(hash) } }) else {
            throw damaged(row, path, "its leaf is not what was hashed")
        }
        let envelope: Envelope
        do throws(LeafFault) { envelope = try Envelope(leaf: leaf) } catch { throw damaged(row, path, error.message) }
        guard says(row, envelope) else { throw damaged(row, path, "its columns do not say what its leaf says") }
        switch (row.optionalBlob(9), try data(row, path, holders), row.optionalBlob(11)) {
        case (let salt?, let data?, nil):
            guard holders.commitment(to: data, salt: salt) == envelope.commitment else {
                throw damaged(row, path, "its data is not what its leaf commits to")
            }
            return RecordedEvent(
                envelope: envelope, leaf: leaf, content: RecordedEvent.Content(salt: salt, data: data))
        case (nil, let data?, let records?):
            let takedowns = try takedowns(envelope.position)
            guard let rest = DisclosedData(remainder: data, records: records), rest.commitment == envelope.commitment
            else { throw damaged(row, path, "what is left of its data is not what its leaf commits to") }
            guard rest.hidden.allSatisfy({ piece in takedowns.contains { $0.taken.pieces.contains(piece) } }) else {
                throw damaged(row, path, "pieces of its data are missing, and no event has withheld them")
            }
            return RecordedEvent(
                envelope: envelope, leaf: leaf, partial: RecordedEvent.Partial(rest, takedowns: takedowns))
        case (nil, nil, nil):
            guard let withheld = try takedowns(envelope.position).last(where: { $0.taken.pieces == .all }) else {
                throw damaged(row, path, "it has no data, and no event has withheld it")
            }
            return RecordedEvent(envelope: envelope, leaf: leaf, withheld: withheld)
        default: throw damaged(row, path, "it has no data")
        }
    }

    /// The data with the pieces that other events hold; nil for NULL.
    private static func data(_ row: Row, _ path: String, _ holders: HolderRows) throws(EventLogError) -> [UInt8]? {
        guard let data = row.optionalBlob(10), let shared = row.optionalBlob(12) else { return row.optionalBlob(10) }
        let whole: Result<[UInt8], HolderRows.Fault>
        do throws(SQLiteError) {
            whole = try holders.whole(
                row.integer(0), story: row.blob(1), data: data, shared: shared, records: row.optionalBlob(11))
        } catch {
            throw EventLogError(error)
        }
        do throws(HolderRows.Fault) { return try whole.get() } catch { throw damaged(row, path, error.message) }
    }

    private static func says(_ row: Row, _ envelope: Envelope) -> Bool {
        row.integer(0) == envelope.position.value && row.integer(2) == envelope.revision.value
            && row.integer(6) == envelope.recorded.microseconds && row.holds(1, envelope.story.text)
            && row.holds(3, Text(envelope.type.rawValue)) && row.holds(4, envelope.identity.source)
            && row.holds(5, envelope.identity.id)
    }

    private static func damaged(_ row: Row, _ path: String, _ what: String) -> EventLogError {
        .damaged(path: path, "the event at @\(row.integer(0)): \(what)")
    }
}

/// What a row says of an identity, not read yet.
struct StoredIdentity {
    private let position: Position
    private let revision: Revision
    private let story, type, source: String
    private let fingerprint: [UInt8]

    init(_ row: Row) throws(SQLiteError) {
        position = try row.position(0)
        revision = try row.revision(1)
        story = try row.text(2)
        type = try row.text(3)
        fingerprint = row.blob(4)
        source = try row.text(5)
    }

    /// - Throws: ``EventLogError/damaged(path:_:)``.
    func read(path: String) throws(EventLogError) -> RecordedIdentity {
        guard let story = StoryID(Text(story)), let type = EventType(rawValue: type) else {
            throw .damaged(path: path, "the event at \(position): its columns cannot be read")
        }
        return RecordedIdentity(
            position: position, revision: revision, story: story, source: Text(source), type: type,
            fingerprint: fingerprint)
    }
}

extension Row {
    /// Whether a column holds exactly this text, byte for byte.
    fileprivate func holds(_ column: Int, _ text: Text) -> Bool {
        withText(column) { stored in text.withBytes { stored.equals(UnsafeRawBufferPointer($0)) } }
    }
}

extension Connection {
    /// The row of the event with an identity.
    func row(of identity: EventIdentity) throws(SQLiteError) -> StoredIdentity? {
        let columns = "position, revision, story, type, fingerprint, source"
        let select: Row
        if let key = DerivedKey.of(identity.id) {
            // A derived id is the ledger's own: whatever source a document came through, it is the same event.
            select = try cached(
                "SELECT \(columns) FROM event WHERE derived = ? AND id = ? ORDER BY position LIMIT 1")
            try select.bind(1, key)
            try select.bind(2, identity.id.string)
        } else {
            select = try cached("SELECT \(columns) FROM event WHERE id = ? AND source = ? AND derived IS NULL")
            try select.bind(1, identity.id.string)
            try select.bind(2, identity.source.string)
        }
        defer { select.reset() }
        return try select.step() ? try StoredIdentity(select) : nil
    }
}
