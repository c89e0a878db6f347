internal import CSQLite

extension Connection {
    /// Returns the first value of the first row of `PRAGMA name` as an integer, or nil if there is no row.
    ///
    /// - Parameter name: Name of the pragma, with the schema before it where needed: `main.page_count`.
    public func integerPragma(_ name: String) throws(SQLiteError) -> Int64? {
        let statement = try pragma(name)
        return try statement.step() ? statement.integer(0) : nil
    }

    /// Returns the first value of the first row of `PRAGMA name` as text, or nil if there is no row.
    ///
    /// - Parameter name: As in ``integerPragma(_:)``.
    public func textPragma(_ name: String) throws(SQLiteError) -> String? {
        let statement = try pragma(name)
        return try statement.step() ? try statement.text(0) : nil
    }

    /// The application's schema version in the header of the database file; 0 in a new file.
    public var userVersion: Int32 {
        get throws(SQLiteError) { try header("PRAGMA user_version") }
    }

    /// Sets ``userVersion``, in the transaction if one is open.
    public func setUserVersion(_ version: Int32) throws(SQLiteError) {
        try execute("PRAGMA user_version = \(version)")
    }

    /// The application's id in the header of the database file; 0 in a new file.
    public var applicationID: Int32 {
        get throws(SQLiteError) { try header("PRAGMA application_id") }
    }

    /// Sets ``applicationID``, in the transaction if one is open.
    public func setApplicationID(_ id: Int32) throws(SQLiteError) {
        try execute("PRAGMA application_id = \(id)")
    }

    /// A number that changes when another connection has committed a change. It does not change with this connection's
    /// own commits, and numbers of two connections cannot be compared.
    public func dataVersion() throws(SQLiteError) -> Int64 {
        let statement = try cached("PRAGMA data_version")
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : 0
    }

    private func header(_ sql: String) throws(SQLiteError) -> Int32 {
        let statement = try prepare(sql)
        return try statement.step() ? Int32(truncatingIfNeeded: statement.integer(0)) : 0
    }

    /// Never cached: many pragmas take effect when they are compiled, not when they run.
    private func pragma(_ name: String) throws(SQLiteError) -> Statement {
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."): true
            default: false
            }
        }
        guard isName else { throw SQLScript.misuse("not the name of a pragma", "PRAGMA \(name)", handle) }
        return try prepare("PRAGMA \(name)")
    }
}
