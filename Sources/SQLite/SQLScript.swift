internal import CSQLite

/// An SQL text, compiled statement by statement.
struct SQLScript: ~Copyable {
    private let sql: String
    private let handle: Handle
    private let text: ContiguousArray<CChar>
    private var offset = 0

    init(_ sql: String, handle: Handle) throws(SQLiteError) {
        guard !sql.utf8.contains(0) else {
            // SQLite would run the text before it and ignore the rest.
            throw SQLScript.misuse("the SQL contains U+0000", sql, handle)
        }
        self.sql = sql
        self.handle = handle
        text = sql.utf8CString
    }

    /// Compiles the next statement; nil when only white space and comments are left.
    mutating func next(persistent: Bool = false) throws(SQLiteError) -> Statement? {
        let database = try handle.opened(to: .prepare, sql: sql)
        let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        while skipSpace() {
            var pointer: OpaquePointer?
            let (status, length) = text.withUnsafeBufferPointer { text in
                // Not empty: it ends with a zero byte.
                let start = text.baseAddress! + offset
                var end: UnsafePointer<CChar>?
                let status = sqlite3_prepare_v3(database, start, -1, flags, &pointer, &end)
                return (status, end.map { $0 - start } ?? 0)
            }
            guard status == SQLITE_OK else { throw handle.error(status, .prepare, sql: rest) }
            offset += length
            if let pointer {
                return Statement(pointer: pointer, sql: String(cString: sqlite3_sql(pointer)), handle: handle)
            }
        }
        return nil
    }

    /// Compiles a text that must hold one statement and no more.
    consuming func only() throws(SQLiteError) -> Statement {
        guard let statement = try next(persistent: true) else {
            throw SQLScript.misuse("the SQL holds no statement", sql, handle)
        }
        do throws(SQLiteError) {
            if try next() == nil { return statement }
        } catch {
            // A second statement that does not compile is still a second statement.
        }
        throw SQLScript.misuse("the SQL holds more than one statement", sql, handle)
    }

    /// Advances to the next statement's first byte, so that errors quote from there; false at the end.
    private mutating func skipSpace() -> Bool {
        while text[offset] == 0x20 || (0x09...0x0D).contains(text[offset]) { offset += 1 }
        return text[offset] != 0
    }

    private var rest: String {
        text.withUnsafeBufferPointer { String(cString: $0.baseAddress! + offset) }
    }

    static func misuse(_ message: String, _ sql: String, _ handle: Handle) -> SQLiteError {
        SQLiteError(extendedCode: SQLITE_MISUSE, message: message, sql: sql, path: handle.path, operation: .prepare)
    }
}
