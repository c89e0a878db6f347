import MerkleLog
import SQLite
import StoryEvents

extension SQLiteEventStore: TreeStore {
    /// Leaf hashes, as ``TreeStore/leafHashes(from:limit:)`` says.
    public func leafHashes(from position: Position, limit: Int) throws(EventLogError) -> [Hash] {
        try read { connection throws(SQLiteError) in try connection.leafHashes(from: position, limit: limit) }
    }

    /// Leaves, as ``TreeStore/leaves(from:limit:)`` says.
    public func leaves(from position: Position, limit: Int) throws(EventLogError) -> [[UInt8]] {
        try read { connection throws(SQLiteError) in
            let select = try connection.cached("SELECT leaf FROM event WHERE position >= ? ORDER BY position LIMIT ?")
            return try select.column(from: position.value, limit: limit) { $0.blob(0) }
        }
    }

    /// A tile, as ``TreeStore/completeTile(level:index:)`` says.
    public func completeTile(level: Int, index: UInt64) throws(EventLogError) -> TileContents? {
        let bytes = try read { connection throws(SQLiteError) -> [UInt8]? in
            let select = try connection.cached("SELECT hashes FROM tile WHERE level = ? AND number = ?")
            try select.bind(1, Int64(level))
            try select.bind(2, Int64(index))
            defer { select.reset() }
            return try select.step() ? select.blob(0) : nil
        }
        guard let bytes else { return nil }
        do throws(MerkleLogError) {
            return try TileContents(Tile(.hashes(level: level), index: index), bytes: bytes)
        } catch {
            throw .damaged(path: path, error.description)
        }
    }

    /// Roots of tiles, as ``TreeStore/tileRoots(level:from:limit:)`` says.
    public func tileRoots(level: Int, from index: UInt64, limit: Int) throws(EventLogError) -> [Hash] {
        try read { connection throws(SQLiteError) in
            try connection.tileRoots(level: level, from: index, limit: limit)
        }
    }

    /// Published checkpoints, as ``TreeStore/checkpoints(limit:)`` says.
    public func checkpoints(limit: Int) throws(EventLogError) -> [StoredCheckpoint] {
        try read { connection throws(SQLiteError) in
            let select = try connection.cached(
                "SELECT size, signed, note FROM checkpoint ORDER BY number DESC LIMIT ?")
            try select.bind(1, Int64(clamping: limit))
            defer { select.reset() }
            var checkpoints: [StoredCheckpoint] = []
            while try select.step() {
                checkpoints.append(
                    StoredCheckpoint(
                        size: UInt64(try select.count(0)), signed: try select.recordedTime(1), note: select.blob(2)))
            }
            return checkpoints
        }
    }
}

extension Connection {
    func leafHashes(from position: Position, limit: Int) throws(SQLiteError) -> [Hash] {
        let select = try cached("SELECT hash FROM event WHERE position >= ? ORDER BY position LIMIT ?")
        return try select.column(from: position.value, limit: limit) { row in row.withBlob(0) { Hash($0) } }
    }

    func tileRoots(level: Int, from index: UInt64, limit: Int) throws(SQLiteError) -> [Hash] {
        let select = try cached(
            "SELECT root FROM tile WHERE level = \(level) AND number >= ? ORDER BY number LIMIT ?")
        return try select.column(from: Int64(index), limit: limit) { row in row.withBlob(0) { Hash($0) } }
    }

    func insert(_ checkpoint: StoredCheckpoint, sealedBy seals: RowSeals) throws(SQLiteError) {
        let newest = try cached("SELECT max(number) FROM checkpoint")
        defer { newest.reset() }
        let number = try newest.step() && !newest.isNull(0) ? try newest.count(0) + 1 : 1
        let (size, signed) = (Int64(checkpoint.size), checkpoint.signed.microseconds)
        let insert = try cached("INSERT INTO checkpoint (number, size, signed, note, seal) VALUES (?, ?, ?, ?, ?)")
        try insert.bind(1, number)
        try insert.bind(2, size)
        try insert.bind(3, signed)
        try insert.bind(4, checkpoint.note)
        try insert.bind(5, seals.checkpoint(number: number, size: size, signed: signed, note: checkpoint.note))
        try insert.run()
    }

    /// Stores tiles that have become complete.
    func insert(_ tiles: [TileContents]) throws(SQLiteError) {
        guard !tiles.isEmpty else { return }
        let insert = try cached("INSERT INTO tile (level, number, root, hashes) VALUES (?, ?, ?, ?)")
        for contents in tiles {
            try insert.bind(1, Int64(contents.tile.level))
            try insert.bind(2, Int64(contents.tile.index))
            try insert.bind(3, contents.root.bytes)
            try insert.bind(4, contents.bytes)
            try insert.run()
        }
    }
}

extension Row {
    /// Reads a column of the rows from a key on; a row that gives nothing ends it.
    fileprivate func column<Value>(
        from key: Int64, limit: Int, _ read: (Row) -> Value?
    ) throws(SQLiteError) -> [Value] {
        try bind(1, key)
        try bind(2, Int64(clamping: limit))
        defer { reset() }
        var values: [Value] = []
        while try step(), let value = read(self) { values.append(value) }
        return values
    }
}
