internal import CSQLite

/// What the SQLite library found at run time must be, whatever the program was built against.
enum LibraryRequirements {
    /// 3.37 brought STRICT tables.
    static let version: Int32 = 3_037_000

    /// Spares every allocation a lock and a count that nobody asks for. Where the library is in use already it stays as
    /// it is, which is only slower.
    static let quietMemory: Void = { _ = csqlite_config_memory_status(0) }()

    /// Refuses a library that is too old or was built without mutexes.
    static func check(
        version found: Int32 = sqlite3_libversion_number(),
        threadSafe: Int32 = sqlite3_threadsafe(),
        path: String
    ) throws(SQLiteError) {
        if found < version {
            throw refusal("SQLite \(dotted(version)) or newer is needed, found \(dotted(found))", path)
        }
        if threadSafe == 0 {
            throw refusal("a thread-safe SQLite is needed, found one built with SQLITE_THREADSAFE=0", path)
        }
    }

    private static func refusal(_ message: String, _ path: String) -> SQLiteError {
        SQLiteError(extendedCode: SQLITE_ERROR, message: message, path: path, operation: .open)
    }

    private static func dotted(_ version: Int32) -> String {
        "\(version / 1_000_000).\(version / 1000 % 1000).\(version % 1000)"
    }
}
