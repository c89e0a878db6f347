/// The names in a ledger's directory.
public enum LedgerLayout {
    /// The log.
    public static let log = "ledger.db"
    /// The persisted projections; if deleted, they are rebuilt.
    public static let views = "views.db"
    /// The secret that salts are derived from.
    public static let secret = "secret"
    /// The private keys, one a line, newest first.
    public static let key = "key"
    /// Where producers put files; a subdirectory is a named source.
    public static let inbox = "inbox"
    /// The recorded files, by date and source.
    public static let archive = "archive"
    /// The refused files, each beside its reason.
    public static let quarantine = "quarantine"
    /// The public log: a C2SP tlog-tiles prefix for any static web server.
    public static let published = "public"
    /// The newest signed checkpoint, outside the log, so that restoring a backup of the log does not set it back.
    public static let head = "published-head"
    /// The head that a backup had put back when nothing here said what was signed since: others may have seen more.
    public static let restoredHead = "restored-head"
    /// The lock of the process that writes.
    public static let lock = "lock"
    /// What the background check has found.
    public static let check = "check.json"

    /// What SQLite, and the lock of its commits, add to the name of a database.
    public static let companions = ["-wal", "-shm", "-lock"]
}
