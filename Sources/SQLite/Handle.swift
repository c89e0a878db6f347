import Files
internal import CSQLite
internal import Glibc

/// Owns one `sqlite3 *`.
///
/// Statements and backups retain it, so it is never closed before them, in whatever order they are released.
final class Handle {
    let path: String
    let interrupter: InterruptHandle
    /// Backups that write into this database. Closing it before them is undefined in SQLite.
    var incomingBackups = 0
    private(set) var pointer: OpaquePointer?
    /// Frames in the WAL after the last commit of this connection.
    var walFrames = 0

    init(path: String, flags: Int32, isImmutable: Bool = false) throws(SQLiteError) {
        LibraryRequirements.quietMemory
        // Starts the library up, so it comes second.
        LibraryRequirements.ownersOfDirectory
        WriteBehind.begin
        var opened: OpaquePointer?
        // SQLite gives a few names a meaning other than a file's; only ":memory:" is intended here.
        var name = path.utf8.starts(with: "file:".utf8) ? "./" + path : path
        var flags = flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        if isImmutable {
            name = Self.immutableURI(of: name)
            flags |= SQLITE_OPEN_URI
        }
        let status = sqlite3_open_v2(name, &opened, flags, nil)
        guard let opened, status == SQLITE_OK else {
            // A connection that failed to open still holds the message, and must be closed.
            defer { sqlite3_close_v2(opened) }
            throw Handle.error(status, at: opened, path: path, .open)
        }
        self.path = path
        pointer = opened
        interrupter = InterruptHandle(opened)
        // It replaces the hook that checkpoints after a commit. The handle outlives the connection's statements.
        sqlite3_wal_hook(
            opened,
            { handle, _, _, frames in
                guard let handle else { return SQLITE_OK }
                Unmanaged<Handle>.fromOpaque(handle).takeUnretainedValue().walFrames = Int(frames)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Source: https://www.sqlite.org/uri.html
    private static func immutableURI(of path: String) -> String {
        var uri = path.utf8.first == UInt8(ascii: "/") ? "file://" : "file:"
        for scalar in path.unicodeScalars {
            switch scalar {
            case "%": uri += "%25"
            case "?": uri += "%3f"
            case "#": uri += "%23"
            default: uri.unicodeScalars.append(scalar)
            }
        }
        return uri + "?immutable=1"
    }

    deinit {
        _ = interrupter.closing { sqlite3_close_v2(pointer) }
    }

    /// Returns the connection, for `operation`; throws ``ResultCode/misuse`` if it is closed.
    func opened(to operation: SQLiteError.Operation, sql: String? = nil) throws(SQLiteError) -> OpaquePointer {
        guard let pointer else {
            let message = "the connection is closed"
            throw SQLiteError(
                extendedCode: SQLITE_MISUSE, message: message, sql: sql, path: path, operation: operation)
        }
        return pointer
    }

    /// Closes now, or throws ``ResultCode/busy`` if statements or backups still need the connection.
    func close() throws(SQLiteError) {
        guard let pointer else { return }
        guard incomingBackups == 0 else {
            let message = "unable to close due to an unfinished backup into this database"
            throw SQLiteError(extendedCode: SQLITE_BUSY, message: message, path: path, operation: .close)
        }
        let status = interrupter.closing { sqlite3_close(pointer) }
        guard status == SQLITE_OK else { throw error(status, .close) }
        self.pointer = nil
    }

    /// The error for a status that a call has just returned.
    func error(_ status: Int32, _ operation: SQLiteError.Operation, sql: String? = nil) -> SQLiteError {
        Handle.error(status, at: pointer, path: path, operation, sql: sql)
    }

    /// Whether an error number means a fault that may pass, rather than missing permissions.
    static func isFaultOfSystem(_ code: Int32) -> Bool { [EIO, ENXIO, EMFILE, ENFILE, ENOMEM].contains(code) }

    /// The code that SQLite should have returned for a fault of the system. SQLite reports a read that fails with EIO
    /// as SQLITE_CORRUPT, and opens a WAL for reading if it cannot open it for writing.
    ///
    /// - Parameter systemCode: The error number of the last system call that failed.
    /// - Returns: An extended code and a message; nil if the status is right.
    private static func systemFault(
        _ status: Int32, _ systemCode: Int32, _ pointer: OpaquePointer?, _ path: String
    ) -> (Int32, String)? {
        let words = isFaultOfSystem(systemCode) ? " (\(SystemReason.text(systemCode)))" : ""
        switch ResultCode(extended: status) {
        case .corrupt where [EIO, ENXIO].contains(systemCode):
            return (SQLITE_IOERR | (33 << 8), "disk I/O error" + words)
        case .readOnly where status != SQLITE_READONLY | (4 << 8):
            // Every file can be written, so the fault had another reason.
            guard let pointer, sqlite3_db_readonly(pointer, "main") == 0,
                ["", "-wal", "-shm"].allSatisfy({ access(path + $0, W_OK) == 0 })
            else { return nil }
            return (SQLITE_CANTOPEN, "a file of the database could not be opened for writing" + words)
        default: return nil
        }
    }

    private static func error(
        _ status: Int32, at pointer: OpaquePointer?, path: String, _ operation: SQLiteError.Operation,
        sql: String? = nil
    ) -> SQLiteError {
        // errno, before any other call changes it.
        let systemCode = errno
        if let (fault, message) = Handle.systemFault(status, systemCode, pointer, path) {
            return SQLiteError(extendedCode: fault, message: message, sql: sql, path: path, operation: operation)
        }
        // A call that SQLite refuses at once leaves the message of an earlier call.
        let isOwnMessage = pointer != nil && sqlite3_extended_errcode(pointer) == status
        var message = String(cString: isOwnMessage ? sqlite3_errmsg(pointer) : sqlite3_errstr(status))
        let code = ResultCode(extended: status)
        if code == .cantOpen || code == .ioError, let pointer, case let number = sqlite3_system_errno(pointer),
            number != 0
        {
            message += " (\(SystemReason.text(number)))"
        }
        return SQLiteError(extendedCode: status, message: message, sql: sql, path: path, operation: operation)
    }
}
