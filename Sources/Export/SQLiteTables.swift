import SQLite

/// Tables as one SQLite database.
final class SQLiteTables: TableWriter {
    private let connection: Connection
    private let path: String
    private var isInTransaction = false

    /// `SLxp`: tells a database that an export wrote.
    static let applicationID: Int64 = 0x534C_7870

    init(path: String, origin: String) throws(ExportError) {
        self.path = path
        do throws(SQLiteError) {
            connection = try Connection(path: path, access: .create)
            // The whole file is synced before it gets its name.
            try connection.execute("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF")
            try connection.execute("PRAGMA application_id = \(Self.applicationID); PRAGMA user_version = 1")
            try connection.execute("CREATE TABLE export (format TEXT NOT NULL, origin TEXT NOT NULL) STRICT")
            let insert = try connection.prepare("INSERT INTO export VALUES ('storyledger/export/v1', ?)")
            try insert.bind(1, origin)
            try insert.run()
            for table in ExportTable.allCases { try connection.execute(Self.schema(of: table)) }
        } catch {
            throw .database(path: path, error)
        }
    }

    private static func schema(of table: ExportTable) -> String {
        let columns = table.columns.map { "\"\($0.name)\" \($0.isInteger ? "INTEGER" : "TEXT")" }
        return "CREATE TABLE \"\(table.rawValue)\" (\(columns.joined(separator: ", "))) STRICT"
    }

    func add(_ cells: [Cell], to table: ExportTable) throws(ExportError) {
        do throws(SQLiteError) {
            if !isInTransaction { try connection.cached("BEGIN").run() }
            isInTransaction = true
            let marks = cells.map { _ in "?" }.joined(separator: ", ")
            let insert = try connection.cached("INSERT INTO \"\(table.rawValue)\" VALUES (\(marks))")
            for (place, cell) in cells.enumerated() {
                switch cell {
                case .null: try insert.bindNull(place + 1)
                case .text(let text): try insert.bind(place + 1, text)
                case .integer(let number): try insert.bind(place + 1, number)
                }
            }
            try insert.run()
        } catch {
            throw .database(path: path, error)
        }
    }

    func endStory() throws(ExportError) {
        guard isInTransaction else { return }
        do throws(SQLiteError) { try connection.cached("COMMIT").run() } catch { throw .database(path: path, error) }
        isInTransaction = false
    }

    func finish() throws(ExportError) {
        try endStory()
        do throws(SQLiteError) {
            for table in ExportTable.allCases {
                try connection.execute("CREATE INDEX \"\(table.rawValue)_story\" ON \"\(table.rawValue)\" (story)")
            }
            try connection.close()
        } catch {
            throw .database(path: path, error)
        }
    }
}

extension SQLiteTables {
    /// Whether a file is the database of an export.
    static func isExport(_ path: String) -> Bool {
        do throws(SQLiteError) {
            let connection = try Connection(path: path, access: .immutable)
            let statement = try connection.prepare("PRAGMA application_id")
            guard try statement.step() else { return false }
            return statement.integer(0) == applicationID
        } catch {
            return false
        }
    }
}
