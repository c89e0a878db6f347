internal import CSQLite

/// A compiled SQL statement: bind its parameters, step through its rows, reset it, and run it again.
///
/// A statement that has returned a row, and was neither run to its end nor reset, keeps its read transaction open and
/// prevents the WAL from being checkpointed. Use `defer { statement.reset() }` if reading may stop early.
public final class Statement {
    /// The SQL it was compiled from.
    public let sql: String

    let handle: Handle
    private(set) var pointer: OpaquePointer?
    /// Columns of the current row; 0 without a row.
    private(set) var rowWidth = 0

    init(pointer: OpaquePointer, sql: String, handle: Handle) {
        self.pointer = pointer
        self.sql = sql
        self.handle = handle
    }

    deinit {
        sqlite3_finalize(pointer)
    }

    /// Runs to the next row.
    ///
    /// A failed statement is reset; it keeps its bindings and may be run again.
    ///
    /// - Returns: True at a row, false at the end. A step after the end starts again.
    /// - Throws: Any ``ResultCode``. After ``ResultCode/full``, ``ResultCode/ioError``, ``ResultCode/noMemory`` and
    ///   ``ResultCode/interrupt``, ask ``Connection/isInTransaction``: SQLite may have rolled back.
    public func step() throws(SQLiteError) -> Bool {
        let status = sqlite3_step(pointer)
        if status == SQLITE_ROW {
            rowWidth = Int(sqlite3_data_count(pointer))
            return true
        }
        rowWidth = 0
        guard status == SQLITE_DONE else {
            let error = failure(status, .step)
            sqlite3_reset(pointer)
            throw error
        }
        return false
    }

    /// Runs to the end, discarding rows, and resets.
    ///
    /// - Throws: As ``step()``.
    public func run() throws(SQLiteError) {
        while try step() {}
        sqlite3_reset(pointer)
    }

    /// Goes back to before the first row and ends the statement's read. Bindings stay.
    public func reset() {
        rowWidth = 0
        // The status repeats the error that the last step has thrown.
        sqlite3_reset(pointer)
    }

    /// Whether it has been stepped, and has neither reached its end nor been reset.
    public var isRunning: Bool { pointer != nil && sqlite3_stmt_busy(pointer) != 0 }

    /// Whether it leaves the database file as it is.
    public var isReadOnly: Bool { pointer != nil && sqlite3_stmt_readonly(pointer) != 0 }

    /// Finalizes at once instead of when the last reference is released.
    ///
    /// After it every step and bind throws ``ResultCode/misuse``; a second call does nothing.
    public func finalize() {
        rowWidth = 0
        sqlite3_finalize(pointer)
        pointer = nil
    }

    var isUsable: Bool { pointer != nil }

    /// The error for a status that this statement has just returned.
    func failure(_ status: Int32, _ operation: SQLiteError.Operation) -> SQLiteError {
        guard pointer != nil else {
            let message = "the statement is finalized"
            return SQLiteError(
                extendedCode: SQLITE_MISUSE, message: message, sql: sql, path: handle.path, operation: operation)
        }
        return handle.error(status, operation, sql: sql)
    }
}
