internal import CSQLite

/// The first statement of an SQL text, and the text after it.
struct Compiled: ~Copyable {
    /// Nothing if the text up to the tail is only white space and comments.
    let statement: Statement?
    /// What follows the statement; nothing if that is the end of the text.
    let tail: String?

    init(_ sql: String, handle: Handle, persistent: Bool) throws(SQLiteError) {
        let database = try handle.opened(to: .prepare, sql: sql)
        guard !sql.utf8.contains(0) else {
            // SQLite would run what stands before it and ignore the rest.
            throw Statement.misuse("the SQL contains U+0000", sql, handle)
        }
        var pointer: OpaquePointer?
        var tail: String?
        let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let status = sql.withCString { start in
            var end: UnsafePointer<CChar>?
            let status = sqlite3_prepare_v3(database, start, -1, flags, &pointer, &end)
            if status == SQLITE_OK, let end, end.pointee != 0 { tail = String(cString: end) }
            return status
        }
        guard status == SQLITE_OK else { throw handle.error(status, .prepare, sql: sql) }
        self.tail = tail
        statement = pointer.map { Statement(pointer: $0, sql: String(cString: sqlite3_sql($0)), handle: handle) }
    }
}
