import Files
internal import Glibc

/// An error of SQLite: the code, the message, the database and the operation.
///
/// Bound values are never part of it, so it may be logged.
public struct SQLiteError: Error, Hashable, Sendable {
    /// The operation that failed.
    public enum Operation: String, Hashable, Sendable {
        /// Opening or configuring a connection.
        case open
        /// Closing a connection.
        case close
        /// Compiling SQL.
        case prepare
        /// Binding a value to a parameter.
        case bind
        /// Taking the lock that keeps other connections from committing.
        case lock
        /// Running a statement.
        case step
        /// Reading a column of a row.
        case read
        /// Ending a transaction.
        case commit
        /// Copying the WAL into the database file.
        case checkpoint
        /// Copying one database into another.
        case backup = "back up"
    }

    /// The primary result code.
    public var code: ResultCode
    /// The extended result code, whose low byte is ``code``. ``ExtendedCode`` names some.
    public var extendedCode: Int32
    /// The error in SQLite's words, if it has any.
    public var message: String
    /// The SQL at fault, if there is one.
    public var sql: String?
    /// The path of the database, as it was given to ``Connection``.
    public var path: String
    /// What was being done.
    public var operation: Operation

    /// An error with these parts; its primary code is the low byte of the extended one.
    public init(extendedCode: Int32, message: String, sql: String? = nil, path: String, operation: Operation) {
        self.code = ResultCode(extended: extendedCode)
        self.extendedCode = extendedCode
        self.message = message
        self.sql = sql
        self.path = path
        self.operation = operation
    }
}

extension SQLiteError {
    /// Whether there was no room: SQLite calls it an I/O error where the index beside the log does not fit, or a quota ends.
    public var isForLackOfSpace: Bool {
        switch code {
        case .full: true
        case .ioError: [ENOSPC, EDQUOT].contains { message.hasSuffix("(\(SystemReason.text($0)))") }
        default: false
        }
    }
}

extension SQLiteError: CustomStringConvertible {
    /// One line: where, doing what, what went wrong, the codes, and the SQL cut to 160 characters.
    public var description: String {
        let refusal = "\(path): cannot \(operation.rawValue): \(message) [\(code) \(extendedCode)]"
        guard let sql else { return refusal }
        let line = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "\(refusal) in: \(line.count > 160 ? line.prefix(159) + "…" : line)"
    }

    /// What to do, if the code alone tells it.
    public var remedy: String? {
        switch (code, extendedCode) {
        case (_, ExtendedCode.busySnapshot): "begin the transaction as immediate, or roll back and begin again"
        case (.busy, _) where operation == .close: "finalize the statements and finish the backups first"
        case (.busy, _): "try again when the other connection has finished, or wait longer for it"
        case (.full, _): "free space on the disk, or raise the database's max_page_count"
        case (.readOnly, _): "open the database for writing, and check the owner and mode of it and its directory"
        case (.cantOpen, _): "check that the path exists and may be read, and so may its directory"
        case (.corrupt, _): "run PRAGMA integrity_check on a copy, or restore a backup"
        case (.notADatabase, _): "check the path: this file was not written by SQLite, or its header is damaged"
        default: nil
        }
    }
}
