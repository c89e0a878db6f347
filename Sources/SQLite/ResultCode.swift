internal import CSQLite

/// A primary result code of SQLite.
///
/// Source: https://www.sqlite.org/rescode.html
public struct ResultCode: RawRepresentable, Hashable, Sendable {
    /// The number SQLite gives the code, 0 to 255.
    public let rawValue: Int32

    /// The code with this number.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// The primary code of an extended one, which is its low byte.
    public init(extended: Int32) {
        self.rawValue = extended & 0xFF
    }

    /// Generic: wrong SQL, and errors without a code of their own.
    public static let error = ResultCode(rawValue: SQLITE_ERROR)
    /// A bug inside SQLite.
    public static let `internal` = ResultCode(rawValue: SQLITE_INTERNAL)
    /// The requested access was refused.
    public static let permission = ResultCode(rawValue: SQLITE_PERM)
    /// The transaction ended before the work in it did.
    public static let abort = ResultCode(rawValue: SQLITE_ABORT)
    /// Another connection holds the lock.
    public static let busy = ResultCode(rawValue: SQLITE_BUSY)
    /// A conflict within this connection, or with one that shares its cache.
    public static let locked = ResultCode(rawValue: SQLITE_LOCKED)
    /// Out of memory.
    public static let noMemory = ResultCode(rawValue: SQLITE_NOMEM)
    /// A write, and the database or the connection is read-only.
    public static let readOnly = ResultCode(rawValue: SQLITE_READONLY)
    /// ``InterruptHandle/interrupt()`` was called.
    public static let interrupt = ResultCode(rawValue: SQLITE_INTERRUPT)
    /// The operating system reported an I/O error.
    public static let ioError = ResultCode(rawValue: SQLITE_IOERR)
    /// The database file is damaged.
    public static let corrupt = ResultCode(rawValue: SQLITE_CORRUPT)
    /// A named thing does not exist.
    public static let notFound = ResultCode(rawValue: SQLITE_NOTFOUND)
    /// The disk, or the page limit of the database, is full.
    public static let full = ResultCode(rawValue: SQLITE_FULL)
    /// The file could not be opened.
    public static let cantOpen = ResultCode(rawValue: SQLITE_CANTOPEN)
    /// A problem with the file locking protocol.
    public static let `protocol` = ResultCode(rawValue: SQLITE_PROTOCOL)
    /// The schema changed under a statement.
    public static let schema = ResultCode(rawValue: SQLITE_SCHEMA)
    /// A string, blob or SQL text is over the limit.
    public static let tooBig = ResultCode(rawValue: SQLITE_TOOBIG)
    /// A constraint was violated, or a trigger raised.
    public static let constraint = ResultCode(rawValue: SQLITE_CONSTRAINT)
    /// A value has another type than the one required.
    public static let mismatch = ResultCode(rawValue: SQLITE_MISMATCH)
    /// The library was used in a way it does not allow.
    public static let misuse = ResultCode(rawValue: SQLITE_MISUSE)
    /// The system lacks large file support.
    public static let noLargeFiles = ResultCode(rawValue: SQLITE_NOLFS)
    /// An authoriser refused the statement.
    public static let authorization = ResultCode(rawValue: SQLITE_AUTH)
    /// The number of a parameter or column is out of range.
    public static let range = ResultCode(rawValue: SQLITE_RANGE)
    /// The file is something else than a database.
    public static let notADatabase = ResultCode(rawValue: SQLITE_NOTADB)
}

extension ResultCode: CustomStringConvertible {
    /// The name in the C API, such as `SQLITE_BUSY`.
    public var description: String {
        Self.names[rawValue] ?? "SQLITE_\(rawValue)"
    }

    private static let names: [Int32: String] = [
        SQLITE_ERROR: "SQLITE_ERROR", SQLITE_INTERNAL: "SQLITE_INTERNAL", SQLITE_PERM: "SQLITE_PERM",
        SQLITE_ABORT: "SQLITE_ABORT", SQLITE_BUSY: "SQLITE_BUSY", SQLITE_LOCKED: "SQLITE_LOCKED",
        SQLITE_NOMEM: "SQLITE_NOMEM", SQLITE_READONLY: "SQLITE_READONLY", SQLITE_INTERRUPT: "SQLITE_INTERRUPT",
        SQLITE_IOERR: "SQLITE_IOERR", SQLITE_CORRUPT: "SQLITE_CORRUPT", SQLITE_NOTFOUND: "SQLITE_NOTFOUND",
        SQLITE_FULL: "SQLITE_FULL", SQLITE_CANTOPEN: "SQLITE_CANTOPEN", SQLITE_PROTOCOL: "SQLITE_PROTOCOL",
        SQLITE_SCHEMA: "SQLITE_SCHEMA", SQLITE_TOOBIG: "SQLITE_TOOBIG", SQLITE_CONSTRAINT: "SQLITE_CONSTRAINT",
        SQLITE_MISMATCH: "SQLITE_MISMATCH", SQLITE_MISUSE: "SQLITE_MISUSE", SQLITE_NOLFS: "SQLITE_NOLFS",
        SQLITE_AUTH: "SQLITE_AUTH", SQLITE_RANGE: "SQLITE_RANGE", SQLITE_NOTADB: "SQLITE_NOTADB",
    ]
}
