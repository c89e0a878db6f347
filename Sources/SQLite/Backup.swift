internal import CSQLite

/// A copy of one database into another, made while the source is in use.
///
/// The source may be read and written between steps. Writes of its own connection are carried over. A write by another
/// connection makes the next step start again. The destination is overwritten, and its connection may not be used until
/// the backup is deinitialised.
///
/// Source: https://www.sqlite.org/c3ref/backup_finish.html
public struct Backup: ~Copyable {
    private let pointer: OpaquePointer
    private let source: Handle
    private let destination: Handle

    /// Begins to copy the main database of one connection over that of another.
    ///
    /// - Throws: ``ResultCode/error`` when both are the same connection, or the destination is in a transaction.
    public init(from source: Connection, to destination: Connection) throws(SQLiteError) {
        let from = try source.handle.opened(to: .backup)
        let to = try destination.handle.opened(to: .backup)
        guard let pointer = sqlite3_backup_init(to, "main", from, "main") else {
            throw destination.handle.error(sqlite3_extended_errcode(to), .backup)
        }
        self.pointer = pointer
        self.source = source.handle
        self.destination = destination.handle
        destination.handle.incomingBackups += 1
    }

    deinit {
        // Its status repeats the error that a step has thrown.
        sqlite3_backup_finish(pointer)
        destination.incomingBackups -= 1
    }

    /// Copies up to a number of pages; all that remain if the number is negative.
    ///
    /// - Returns: True while pages remain. After false, the copy is complete and committed.
    /// - Throws: ``ResultCode/busy`` and ``ResultCode/locked`` if a lock is taken: the step may be tried again. After
    ///   any other error the backup has failed, and the destination rolls back.
    public mutating func step(pages: Int = -1) throws(SQLiteError) -> Bool {
        let status = sqlite3_backup_step(pointer, Int32(clamping: pages))
        guard status == SQLITE_OK || status == SQLITE_DONE else {
            throw SQLiteError(
                extendedCode: status, message: String(cString: sqlite3_errstr(status)),
                path: "\(source.path) to \(destination.path)", operation: .backup)
        }
        return status == SQLITE_OK
    }

    /// Pages still to be copied, as of the last step.
    public var remaining: Int { Int(sqlite3_backup_remaining(pointer)) }

    /// Pages in the source, as of the last step.
    public var pageCount: Int { Int(sqlite3_backup_pagecount(pointer)) }
}
