import CanonicalJSON
import SQLite
import StoryEvents

/// One generation of the rows of one ledger projection, in a table of its own.
///
/// What can be searched lies in a second, full-text table, written from here: a trigger may not reach FTS5 under an
/// untrusted schema.
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
    var isSearched: Bool { !table.searched.isEmpty }

    /// What the tables look like: rows are served by another program only when its are like that too.
    var shape: String { definitions("N").joined(separator: ";\n") }

    private func table(of kind: String, _ ending: String) -> String { "\"\(kind)_\(name)_\(ending)\"" }

    private func definitions(_ ending: String) -> [String] {
        let columns = table.columns.map { ",\n    \"c_\($0)\" ANY" }.joined()
        var sql = [
            """
            CREATE TABLE \(table(of: "rows", ending)) (
                id INTEGER PRIMARY KEY, story TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL\(columns),
                UNIQUE (story, key)
            ) STRICT
            """
        ]
        for (number, index) in table.indexes.enumerated() {
            let columns = index.map { "\"c_\($0)\"" }.joined(separator: ", ")
            sql.append(
                "CREATE INDEX \(table(of: "index", "\(ending)_\(number)")) ON \(table(of: "rows", ending)) (\(columns))"
            )
        }
        if isSearched {
            let texts = table.searched.map { "\"\($0)\"" }.joined(separator: ", ")
            sql.append(
                "CREATE VIRTUAL TABLE \(table(of: "search", ending)) USING fts5(\(texts),"
                    + " tokenize = 'unicode61 remove_diacritics 2')")
        }
        return sql
    }

    func create() throws(SQLiteError) {
        for definition in definitions("\(generation)") { try connection.execute(definition) }
    }

    func drop() throws(SQLiteError) {
        try connection.execute("DROP TABLE IF EXISTS \(rows)")
        if isSearched { try connection.execute("DROP TABLE IF EXISTS \(search)") }
    }

    /// Writes what became of rows.
    ///
    /// First all rows, then all texts: whatever is written to another table makes FTS5 put on disk what it has gathered.
    func write(_ changes: RowChanges) throws(SQLiteError) {
        var found: [(id: Int64, texts: [Text])] = []
        let upsert = try connection.cached(upsertText)
        let remove = try connection.cached("DELETE FROM \(rows) WHERE story = ? AND key = ? RETURNING id")
        for (place, change) in changes.rows.sorted(by: { $0.key < $1.key }) {
            guard let value = change.value else {
                try bind(remove, place)
                if let id = try only(remove) { try removeTexts(id) }
                continue
            }
            try bind(upsert, place)
            try upsert.bind(3, String(decoding: JSON.object(value).canonicalBytes, as: UTF8.self))
            for (index, column) in table.columns.enumerated() { try upsert.bind(4 + index, column, of: value) }
            if let id = try only(upsert), isSearched, let texts = change.texts { found.append((id, texts)) }
        }
        for (id, texts) in found { try write(texts, id) }
    }

    /// Forgets all rows of a story.
    func remove(_ story: StoryID) throws(SQLiteError) {
        let remove = try connection.cached("DELETE FROM \(rows) WHERE story = ? RETURNING id")
        try remove.bind(1, story.text.string)
        var gone: [Int64] = []
        while try remove.step() { gone.append(remove.integer(0)) }
        remove.reset()
        for id in gone { try removeTexts(id) }
    }

    /// Rewrites what is searched, so that no word of what was removed stays behind.
    func purge() throws(SQLiteError) {
        guard isSearched else { return }
        try connection.execute("INSERT INTO \(search)(\(search)) VALUES ('optimize')")
    }

    private var upsertText: String {
        let columns = table.columns.map { "\"c_\($0)\"" }
        let names = (["story", "key", "value"] + columns).joined(separator: ", ")
        let marks = Array(repeating: "?", count: 3 + columns.count).joined(separator: ", ")
        let updates = (["value"] + columns).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        return "INSERT INTO \(rows) (\(names)) VALUES (\(marks))"
            + " ON CONFLICT (story, key) DO UPDATE SET \(updates) RETURNING id"
    }

    private func write(_ texts: [Text], _ id: Int64) throws(SQLiteError) {
        let marks = table.searched.map { _ in "?" }.joined(separator: ", ")
        let names = table.searched.map { "\"\($0)\"" }.joined(separator: ", ")
        let insert = try connection.cached(
            "INSERT OR REPLACE INTO \(search) (rowid, \(names)) VALUES (?, \(marks))")
        try insert.bind(1, id)
        for index in table.searched.indices {
            try insert.bind(2 + index, index < texts.count ? texts[index].string : "")
        }
        try insert.run()
    }

    private func removeTexts(_ id: Int64) throws(SQLiteError) {
        guard isSearched else { return }
        let remove = try connection.cached("DELETE FROM \(search) WHERE rowid = ?")
        try remove.bind(1, id)
        try remove.run()
    }

    private func bind(_ statement: Row, _ place: RowChanges.Place) throws(SQLiteError) {
        try statement.bind(1, place.story.text.string)
        try statement.bind(2, place.key.string)
    }

    /// The one integer that a statement returns.
    private func only(_ statement: Row) throws(SQLiteError) -> Int64? {
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : nil
    }
}

/// The row a statement is at. StoryEvents has another Statement.
typealias Row = SQLite.Statement

extension Row {
    /// Binds a member of a row's value as it is filtered and ordered by.
    fileprivate func bind(_ index: Int, _ column: String, of value: JSONObject) throws(SQLiteError) {
        switch value[Text(column)] {
        case .integer(let number): try bind(index, number)
        case .bool(let flag): try bind(index, flag ? 1 : 0)
        case .string(let text): try bind(index, text.string)
        case .double(let number): try bind(index, number)
        case nil, .null, .array, .object: try bindNull(index)
        }
    }
}
