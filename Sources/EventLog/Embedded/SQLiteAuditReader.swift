import SQLite
import StoryEvents

extension SQLiteEventStore: AuditStore {
    /// Opens another connection, as ``AuditStore/auditor()`` says.
    public func auditor() throws(EventLogError) -> any AuditReader {
        try SQLiteAuditReader(path: path)
    }
}

/// A connection of its own, so that several threads can read at once.
final class SQLiteAuditReader: AuditReader {
    let connection: Connection
    private let holders: HolderRows

    init(path: String) throws(EventLogError) {
        do throws(SQLiteError) {
            connection = try Connection.ledger(path, access: .readOnly)
            // It reads from one end to the other, and there is one for each thread.
            try connection.execute("PRAGMA cache_size = -1024")
            holders = HolderRows(connection, mostBytes: 4 << 20)
        } catch {
            throw EventLogError(error)
        }
    }

    func extent() throws(EventLogError) -> AuditedExtent {
        try wrapped { () throws(SQLiteError) in
            // One statement sees one moment. Each part is answered from an end of an index.
            let select = try connection.cached(
                """
                SELECT (SELECT min(position) FROM event), (SELECT max(position) FROM event),
                    (SELECT max(number) FROM receipt), (SELECT max(number) FROM checkpoint)
                """)
            defer { select.reset() }
            guard try select.step() else { return AuditedExtent(positions: nil, receipts: 0, checkpoints: 0) }
            var positions: ClosedRange<Int64>?
            if let lowest = select.optionalInteger(0), let highest = select.optionalInteger(1) {
                positions = lowest...max(lowest, highest)
            }
            return AuditedExtent(
                positions: positions, receipts: select.optionalInteger(2) ?? 0,
                checkpoints: select.optionalInteger(3) ?? 0)
        }
    }

    func position(atOrAfter position: Int64) throws(EventLogError) -> Int64? {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.cached("SELECT min(position) FROM event WHERE position >= ?")
            try select.bind(1, position)
            defer { select.reset() }
            return try select.step() ? select.optionalInteger(0) : nil
        }
    }

    func eachEvent(_ positions: Range<Int64>, _ body: (AuditedEvent) -> Void) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.cached(
                """
                SELECT position, revision, recorded, receipt, story, type, source, id, fingerprint, hash, leaf, salt, data,
                    pieces, derived, shared
                FROM event WHERE position >= ? AND position < ? ORDER BY position
                """)
            try select.bind(1, positions.lowerBound)
            try select.bind(2, positions.upperBound)
            defer { select.reset() }
            var isFirst = true
            while try select.step() {
                if isFirst { try holders.refresh() }
                isFirst = false
                try show(select, body)
            }
        }
    }

    /// Shows an event with the pieces that others hold.
    private func show(_ row: Row, _ body: (AuditedEvent) -> Void) throws(SQLiteError) {
        guard !row.isNull(15), !row.isNull(12) else {
            let fault = row.isNull(15) ? nil : "earlier events are to hold pieces of its data, and there is none"
            return body(AuditedEvent(row, data: row.isNull(12) ? nil : row.bytes(12), fault: fault))
        }
        let whole = try holders.whole(
            row.integer(0), story: row.blob(4), data: row.blob(12), shared: row.blob(15), records: row.optionalBlob(13))
        switch whole {
        case .success(let data): data.withUnsafeBytes { body(AuditedEvent(row, data: $0, fault: nil)) }
        case .failure(let fault): body(AuditedEvent(row, data: row.bytes(12), fault: fault.message))
        }
    }

    func eachPlace(
        _ body: (_ story: UnsafeRawBufferPointer, _ revision: Int64, _ position: Int64) -> Void
    ) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.cached(
                "SELECT story, revision, position FROM event INDEXED BY event_story ORDER BY story, revision")
            defer { select.reset() }
            while try select.step() { body(select.bytes(0), select.integer(1), select.integer(2)) }
        }
    }

    func eachIdentity(
        _ body: (_ id: UnsafeRawBufferPointer, _ source: UnsafeRawBufferPointer, _ position: Int64) -> Void
    ) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.cached(
                """
                SELECT id, source, position FROM event INDEXED BY event_identity WHERE derived IS NULL
                ORDER BY id, source
                """)
            defer { select.reset() }
            while try select.step() { body(select.bytes(0), select.bytes(1), select.integer(2)) }
        }
    }

    func eachDerived(_ body: (_ key: Int64, _ position: Int64) -> Void) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.cached(
                """
                SELECT derived, position FROM event INDEXED BY event_derived WHERE derived IS NOT NULL
                ORDER BY derived, position
                """)
            defer { select.reset() }
            while try select.step() { body(select.integer(0), select.integer(1)) }
        }
    }

    func misplaced(_ positions: Range<Int64>) throws(EventLogError) -> [Int64] {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.cached(
                """
                SELECT position FROM event AS here
                WHERE position >= ? AND position < ? AND (
                    position IS NOT (
                        SELECT position FROM event INDEXED BY event_story
                        WHERE story = here.story AND revision = here.revision)
                    OR derived IS NULL AND position IS NOT (
                        SELECT position FROM event INDEXED BY event_identity
                        WHERE id = here.id AND source = here.source AND derived IS NULL)
                    OR derived IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM event INDEXED BY event_derived
                        WHERE derived = here.derived AND position = here.position))
                ORDER BY position
                """)
            try select.bind(1, positions.lowerBound)
            try select.bind(2, positions.upperBound)
            defer { select.reset() }
            var found: [Int64] = []
            while try select.step() { found.append(select.integer(0)) }
            return found
        }
    }

    func tile(level: Int64, number: Int64) throws(EventLogError) -> AuditedTile? {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.cached("SELECT root, hashes FROM tile WHERE level = ? AND number = ?")
            try select.bind(1, level)
            try select.bind(2, number)
            defer { select.reset() }
            return try select.step() ? AuditedTile(root: select.blob(0), hashes: select.blob(1)) : nil
        }
    }

    func eachTile(_ body: (_ level: Int64, _ number: Int64) -> Void) throws(EventLogError) {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.cached("SELECT level, number FROM tile ORDER BY level, number")
            defer { select.reset() }
            while try select.step() { body(select.integer(0), select.integer(1)) }
        }
    }

    func schemaDifferences() throws(EventLogError) -> [SchemaDifference] {
        try wrapped { () throws(SQLiteError) in
            let model = try Connection(path: ":memory:", access: .create)
            for step in Schema.steps { try model.execute(step) }
            let (expected, found) = (try model.schemaObjects(), try connection.schemaObjects())
            return Set(expected.keys).union(found.keys).sorted().compactMap { name in
                let type = (expected[name] ?? found[name])?.type ?? ""
                switch (expected[name], found[name]) {
                case (let wanted?, let there?):
                    return wanted == there ? nil : SchemaDifference(name: name, type: type, kind: .different)
                case (_?, nil): return SchemaDifference(name: name, type: type, kind: .missing)
                default: return SchemaDifference(name: name, type: type, kind: .unexpected)
                }
            }
        }
    }

    /// The indexes of events are walked wholly by ``eachPlace(_:)`` and ``eachIdentity(_:)``, which costs less than having
    /// each of their entries looked up.
    func integrityFaults(limit: Int) throws(EventLogError) -> [String] {
        try wrapped { () throws(SQLiteError) in
            var faults = try lines("PRAGMA quick_check(\(limit))", but: "ok")
            for table in [
                "tile", "checkpoint", "receipt", "receipt_part", "ledger", "pending_move", "pending_erasure",
                "unchanged", "clock", "taken", "removal",
            ]
            where faults.isEmpty {
                faults += try lines("PRAGMA integrity_check('\(table)')", but: "ok")
            }
            let orphans = try lines("PRAGMA foreign_key_check", but: "")
            faults += orphans.map { "a row of \($0) belongs to a receipt that is not there" }
            return Array(faults.prefix(limit))
        }
    }

    private func lines(_ sql: String, but good: String) throws(SQLiteError) -> [String] {
        let select = try connection.prepare(sql)
        var lines: [String] = []
        while try select.step() { lines.append(try select.text(0)) }
        return lines == [good] ? [] : lines
    }

    func page<Value>(
        _ select: String, from number: Int64, _ limit: Int, _ read: (Row) -> Value,
        until isEnough: () -> Bool = { false }
    ) throws(EventLogError) -> [Value] {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.cached("\(select) WHERE number >= ? ORDER BY number LIMIT ?")
            try select.bind(1, number)
            try select.bind(2, Int64(limit))
            defer { select.reset() }
            var values: [Value] = []
            while !isEnough(), try select.step() { values.append(read(select)) }
            return values
        }
    }

    func all<Value>(_ select: String, _ read: (Row) -> Value) throws(EventLogError) -> [Value] {
        try wrapped { () throws(SQLiteError) in
            let select = try connection.prepare(select)
            var values: [Value] = []
            while try select.step() { values.append(read(select)) }
            return values
        }
    }

    func wrapped<Value>(_ body: () throws(SQLiteError) -> Value) throws(EventLogError) -> Value {
        do throws(SQLiteError) { return try body() } catch { throw EventLogError(error) }
    }
}

extension AuditedEvent {
    fileprivate init(_ row: Row, data: UnsafeRawBufferPointer?, fault: String?) {
        self.init(
            position: row.integer(0), revision: row.integer(1), recorded: row.integer(2), receipt: row.integer(3),
            story: row.bytes(4), type: row.bytes(5), source: row.bytes(6), id: row.bytes(7),
            derived: row.optionalInteger(14),
            fingerprint: row.bytes(8), hash: row.bytes(9), leaf: row.bytes(10),
            salt: row.isNull(11) ? nil : row.bytes(11), data: data, pieces: row.isNull(13) ? nil : row.bytes(13),
            sharingFault: fault)
    }
}

extension Row {
    /// A column's bytes where SQLite has them: until the next step, since nothing converts the value meanwhile.
    fileprivate func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        withBlob(column) { $0 }
    }
}

extension Connection {
    fileprivate struct SchemaObject: Equatable {
        let type: String
        let sql: String?
    }

    /// Tables, indexes and triggers by name, but for what SQLite keeps of its own.
    fileprivate func schemaObjects() throws(SQLiteError) -> [String: SchemaObject] {
        let select = try prepare("SELECT name, type, sql FROM sqlite_schema")
        var objects: [String: SchemaObject] = [:]
        while try select.step() {
            let name = try select.text(0)
            // The statistics of ANALYZE are no part of the record.
            guard !name.hasPrefix("sqlite_stat") else { continue }
            objects[name] = SchemaObject(type: try select.text(1), sql: try select.optionalText(2))
        }
        return objects
    }
}
