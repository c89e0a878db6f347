import SQLite
import StoryEvents

/// One generation of the rows of one ledger projection, in a table of its own.
///
/// Searchable rows have two more tables: the texts, and a full-text index of the output of ``SearchText``, which stores
/// no text itself. Both are written from here, since under an untrusted schema a trigger may not write to FTS5.
/// Searchable rows have an integer key that the index refers to; other rows are stored by story and key. Shared values
/// are in one more table.
final class RowStore {
    let name: String
    let generation: Int64
    let table: RowTable
    private let connection: Connection

    init(_ connection: Connection, name: String, generation: Int64, _ table: RowTable) {
        self.connection = connection
        self.name = name
        self.generation = generation
        self.table = table
    }

    var rows: String { table(of: "rows", "\(generation)") }
    var search: String { table(of: "search", "\(generation)") }
    func tally(_ number: Int) -> String { table(of: "tally\(number)", "\(generation)") }
    var texts: String { table(of: "texts", "\(generation)") }
    var shared: String { table(of: "shared", "\(generation)") }
    var isSearched: Bool { !table.searched.isEmpty }

    /// The layout of the tables. Another program serves the rows only if its layout is the same.
    var shape: String {
        definitions("N").joined(separator: ";\n") + (isSearched ? ";\n-- folding \(SearchFolding.version)" : "")
    }

    private func table(of kind: String, _ ending: String) -> String { "\"\(kind)_\(name)_\(ending)\"" }

    private func definitions(_ ending: String) -> [String] {
        let columns = table.ownColumns.map { ",\n    \(RowTable.sql($0)) ANY" }.joined()
        var sql = [
            """
            CREATE TABLE \(table(of: "rows", ending)) (
                \(isSearched ? "id INTEGER PRIMARY KEY, " : "")story TEXT NOT NULL, key TEXT NOT NULL,
                value TEXT NOT NULL\(columns),
                \(isSearched ? "UNIQUE" : "PRIMARY KEY") (story, key)
            ) STRICT\(isSearched ? "" : ", WITHOUT ROWID")
            """
        ]
        if !table.shared.isEmpty {
            let shared = table(of: "shared", ending)
            sql.append(
                "CREATE TABLE \(shared) (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, value ANY NOT NULL) STRICT")
            sql.append("CREATE INDEX \(table(of: "hash", ending)) ON \(shared) (hash)")
        }
        for (number, index) in table.indexes.enumerated() {
            let columns = index.map(RowTable.sql).joined(separator: ", ")
            sql.append(
                "CREATE INDEX \(table(of: "index", "\(ending)_\(number)")) ON \(table(of: "rows", ending)) (\(columns))"
            )
        }
        for (number, tally) in table.tallies.enumerated() {
            let groups = tally.groups.map(RowTable.sql)
            let columns =
                groups.map { "\($0) ANY NOT NULL" } + tally.sums.map { "\(RowTable.sql($0)) INTEGER NOT NULL" }
            sql.append(
                "CREATE TABLE \(table(of: "tally\(number)", ending)) (\(columns.joined(separator: ", ")),"
                    + " count INTEGER NOT NULL, PRIMARY KEY (\(groups.joined(separator: ", ")))) STRICT, WITHOUT ROWID")
        }
        if isSearched {
            let texts = table.searched.map { "\"\($0)\"" }.joined(separator: ", ")
            let columns = table.searched.map { ", \"\($0)\" TEXT NOT NULL" }.joined()
            sql.append("CREATE TABLE \(table(of: "texts", ending)) (id INTEGER PRIMARY KEY\(columns)) STRICT")
            sql.append(
                "CREATE VIRTUAL TABLE \(table(of: "search", ending)) USING fts5(\(texts),"
                    + " content = '', tokenize = 'ascii tokenchars _')")
        }
        return sql
    }

    func create() throws(SQLiteError) {
        for definition in definitions("\(generation)") { try connection.execute(definition) }
    }

    func drop() throws(SQLiteError) {
        try connection.execute("DROP TABLE IF EXISTS \(rows)")
        for number in table.tallies.indices { try connection.execute("DROP TABLE IF EXISTS \(tally(number))") }
        if !table.shared.isEmpty { try connection.execute("DROP TABLE IF EXISTS \(shared)") }
        guard isSearched else { return }
        try connection.execute("DROP TABLE IF EXISTS \(search)")
        try connection.execute("DROP TABLE IF EXISTS \(texts)")
    }

    /// Writes changed rows.
    ///
    /// - Parameters:
    ///   - changes: The changes, ordered by story.
    ///   - index: The projection's index in the fold.
    ///   - note: Records which event's row is written, since the row's content is built only now.
    func write(_ changes: [LedgerFold.Changed], _ index: Int, _ note: FoldNote?) throws(SQLiteError) {
        var writer = try RowWriter(self, connection)
        for (story, rows) in changes {
            for (key, change) in rows[index].sorted(by: { $0.key < $1.key }) {
                note?.at(projection: index, change.position)
                try writer.write(story.text, key, change)
            }
        }
        try writer.finish()
    }

    /// Deletes all rows of a story.
    func remove(_ story: StoryID) throws(SQLiteError) {
        var tallies = TallyWriter(self, connection)
        let columns = ([id] + tallies.columns.map { value(of: $0) }).joined(separator: ", ")
        let find = try connection.cached("SELECT \(columns) FROM \(rows) AS r WHERE story = ?")
        try find.bind(1, story.text.string)
        var gone: [Int64] = []
        while try find.step() {
            gone.append(find.integer(0))
            tallies.add(try tallies.read(find, from: 1), -1)
        }
        find.reset()
        let remove = try connection.cached("DELETE FROM \(rows) WHERE story = ?")
        try remove.bind(1, story.text.string)
        try remove.run()
        try tallies.finish()
        guard isSearched else { return }
        var texts = try TextWriter(self, connection)
        try texts.write(gone.map { ($0, nil) })
    }

    /// Leaves no trace of removed rows: rewrites the searchable texts, and deletes shared values without a row.
    func purge() throws(SQLiteError) {
        if !table.shared.isEmpty {
            // With a NULL in the list, NOT IN is never true.
            let used = table.shared.sorted().map(RowTable.sql).map { "SELECT \($0) FROM \(rows) WHERE \($0) NOTNULL" }
            try connection.execute("DELETE FROM \(shared) WHERE id NOT IN (\(used.joined(separator: " UNION ")))")
        }
        guard isSearched else { return }
        try connection.execute("INSERT INTO \(search)(\(search)) VALUES ('optimize')")
    }

    /// SQL for a row's integer key, 0 where there is none; the row is named `r`.
    var id: String { isSearched ? "r.id" : "0" }

    /// SQL for a column's value; the row is named `r`.
    func value(of column: String) -> String {
        let name = "r.\(RowTable.sql(column))"
        return table.shared.contains(column) ? "(SELECT value FROM \(shared) WHERE id = \(name))" : name
    }
}

/// A statement at its current row. StoryEvents has another Statement.
typealias Row = SQLite.Statement
