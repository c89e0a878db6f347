import CanonicalJSON
import SQLite
import StoryEvents

/// Compares the full-text index of a projection's rows with one built from the texts of the same rows.
struct SearchCheck {
    private let stored: RowStore
    private let connection: Connection

    init(_ stored: RowStore, _ connection: Connection) { (self.stored, self.connection) = (stored, connection) }

    /// - Returns: The faults, one line each; empty when each word is found in exactly the texts that contain it.
    func faults() throws(ViewsError) -> [String] {
        let file = try TemporaryFile()
        return try withViews { () throws(SQLiteError) in
            let other = try Connection(path: file.path, access: .create, busyTimeout: .zero)
            try other.execute("PRAGMA journal_mode = OFF")
            try other.execute("PRAGMA synchronous = OFF")
            let rebuilt = RowStore(other, name: stored.name, generation: stored.generation, stored.table)
            try rebuilt.create()
            try other.transaction(.immediate, mapping: { $0 }) { () throws(SQLiteError) in try index(rebuilt, other) }
            do throws(SQLiteError) {
                return try differs(from: rebuilt, other) ? ["what rows are found by is not what they say"] : []
            } catch {
                guard [.corrupt, .error, .mismatch].contains(error.code) else { throw error }
                return ["what rows are found by cannot be read: \(error.message)"]
            }
        }
    }

    private func index(_ rebuilt: RowStore, _ other: Connection) throws(SQLiteError) {
        var writer = try TextWriter(rebuilt, other)
        let names = stored.table.searched
        let columns = names.map { "\"\($0)\"" }.joined(separator: ", ")
        let select = try connection.prepare("SELECT id, \(columns) FROM \(stored.texts) ORDER BY id")
        defer { select.reset() }
        var batch: [(id: Int64, texts: [Text]?)] = []
        while try select.step() {
            var texts: [Text] = []
            for column in names.indices { texts.append(Text(try select.text(1 + column))) }
            batch.append((select.integer(0), texts))
            guard batch.count >= Self.batch else { continue }
            try writer.write(batch)
            batch.removeAll(keepingCapacity: true)
        }
        try writer.write(batch)
    }

    /// Rows whose texts are read at once.
    private static let batch = 256

    private func differs(from rebuilt: RowStore, _ other: Connection) throws(SQLiteError) -> Bool {
        // The places of each word, read in order; the length of each text; and the texts that a search for each word
        // finds.
        let place = ["term", "doc", "col", "offset"]
        if try Self.differ(
            try words(stored, connection, "instance", place), try words(rebuilt, other, "instance", place))
        {
            return true
        }
        // Record 1 holds the number of texts and their total length.
        let own = [("docsize", "id, sz", ""), ("config", "k, v", ""), ("data", "id, block", " WHERE id = 1")]
        for (table, columns, condition) in own {
            let sql = { (store: RowStore) in
                "SELECT \(columns) FROM \(store.search.dropLast())_\(table)\"\(condition) ORDER BY 1"
            }
            let (left, right) = (try connection.prepare(sql(stored)), try other.prepare(sql(rebuilt)))
            if try Self.differ((left, 2), (right, 2)) { return true }
        }
        return try isLost(in: rebuilt, other)
    }

    /// Whether a search for a word finds fewer or more texts than it should.
    private func isLost(in rebuilt: RowStore, _ other: Connection) throws(SQLiteError) -> Bool {
        let (all, _) = try words(rebuilt, other, "row", ["term", "doc"])
        defer { all.reset() }
        let find = try connection.prepare("SELECT count(*) FROM \(stored.search) WHERE \(stored.search) MATCH ?")
        while try all.step() {
            defer { find.reset() }
            try find.bind(1, "\"\(try all.text(0))\"")
            guard try find.step(), find.integer(0) == all.integer(1) else { return true }
        }
        return false
    }

    /// The words of an index, as FTS5 lists them.
    private func words(
        _ store: RowStore, _ connection: Connection, _ kind: String, _ columns: [String]
    ) throws(SQLiteError) -> (row: Row, columns: Int) {
        let name = "temp.\"words_\(store.name)_\(kind)\""
        try connection.execute("DROP TABLE IF EXISTS \(name)")
        let index = store.search.dropFirst().dropLast()
        try connection.execute("CREATE VIRTUAL TABLE \(name) USING fts5vocab('main', '\(index)', '\(kind)')")
        return (try connection.prepare("SELECT \(columns.joined(separator: ", ")) FROM \(name)"), columns.count)
    }

    /// Whether two results differ, row by row.
    private static func differ(
        _ left: (row: Row, columns: Int), _ right: (row: Row, columns: Int)
    ) throws(SQLiteError) -> Bool {
        defer {
            left.row.reset()
            right.row.reset()
        }
        while true {
            let (isLeft, isRight) = (try left.row.step(), try right.row.step())
            guard isLeft, isRight else { return isLeft != isRight }
            for column in 0..<left.columns where left.row.blob(column) != right.row.blob(column) { return true }
        }
    }
}
