internal import CLinux
internal import CSQLite

/// Requirements on the SQLite library that is found at run time.
enum LibraryRequirements {
    /// 3.37 brought STRICT tables.
    static let version: Int32 = 3_037_000

    /// Turns off SQLite's memory statistics, which cost a lock and a count for each allocation and are not used here.
    /// Has no effect if the library is already in use.
    static let quietMemory: Void = { _ = csqlite_config_memory_status(0) }()

    /// Gives the files that SQLite makes beside a database as root to the owner of their directory. It would give them to the owner
    /// of the database: where that is a wrong one, they shut out whom the directory belongs to.
    static let ownersOfDirectory: Void = { _ = csqlite_replace_fchown(clinux_fchown_as_directory) }()

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

/// The SQLite that this program runs with.
public enum SQLiteLibrary {
    /// Its version, such as `3.40.1`.
    public static var version: String { String(cString: sqlite3_libversion()) }

    /// Whether a checkpoint that overlaps a commit on another connection can lose committed pages.
    ///
    /// Source: https://www.sqlite.org/wal.html, "The WAL-Reset Bug": 3.7.0 to 3.51.2.
    public static var hasWALResetBug: Bool { (3_007_000...3_051_002).contains(sqlite3_libversion_number()) }
}
