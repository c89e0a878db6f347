import Files
internal import CSQLite
internal import Glibc

/// A connection to one database file.
///
/// A connection and its statements are used from one thread at a time; only ``interruptHandle`` may be used from any.
/// It is opened so that a hostile database file can do little harm: defensive, with an untrusted schema, without
/// loadable extensions, and with double quotes around identifiers only. With an untrusted schema, triggers, views,
/// generated columns and CHECK constraints can only use what SQLite calls innocuous, which in 3.40 leaves out FTS5
/// tables and the JSON functions.
///
/// No connection checkpoints by itself, neither after a commit nor when it closes: see ``lockCommits(with:path:)``.
///
/// A file is read when it is first used, not when it is opened: a file that is no database is refused then.
public final class Connection {
    /// What a connection may do to the database.
    public enum Access: Hashable, Sendable {
        /// Read a database that exists.
        case readOnly
        /// Read a database that no process writes meanwhile. It needs no files beside the database, and ignores the
        /// WAL.
        case immutable
        /// Read and write a database that exists. A read-only one is refused.
        case readWrite
        /// Read and write a database, which is created if it does not exist.
        case create
    }

    let handle: Handle
    /// How long a call waits for a lock held by another connection.
    public private(set) var busyTimeout: Duration
    private var commitLock: CommitLock?
    /// How many frames the WAL may hold before a commit is followed by a checkpoint.
    package var checkpointedFrames = 1_000
    /// Whether the owner calls ``checkpointIfDue()`` when nobody waits. Then a commit is followed by a checkpoint only if the
    /// WAL holds 16 times as many frames.
    public var checkpointsLater = false
    /// Whether readers kept the WAL from beginning again at the last checkpoint, and it holds four times as many frames or more.
    /// They need not read an older state, and they may take turns.
    public private(set) var isWALHeld = false
    private var statements: [StatementKey: Statement] = [:]

    /// Opens the database at a path.
    ///
    /// - Parameters:
    ///   - path: Path of the database file, or `:memory:` for a private database in memory.
    ///   - access: What the connection may do.
    ///   - busyTimeout: How long a call waits for a lock held by another connection before it throws
    ///     ``ResultCode/busy``; in whole milliseconds, rounded up. Zero or less does not wait.
    /// - Throws: ``ResultCode/cantOpen``, ``ResultCode/readOnly``; ``ResultCode/error`` when the SQLite library is
    ///   older than 3.37 or not thread-safe.
    public init(path: String, access: Access, busyTimeout: Duration = .seconds(5)) throws(SQLiteError) {
        try LibraryRequirements.check(path: path)
        guard !path.isEmpty, !path.utf8.contains(0) else {
            let message = path.isEmpty ? "the path is empty" : "the path contains U+0000"
            throw SQLiteError(extendedCode: SQLITE_CANTOPEN, message: message, path: path, operation: .open)
        }
        errno = 0
        handle = try Handle(path: path, flags: access.flags, isImmutable: access == .immutable)
        let systemCode = errno
        self.busyTimeout = busyTimeout
        try configure()
        try setBusyTimeout(busyTimeout)
        // SQLite opens a file for reading when the system does not allow writing.
        if access == .readWrite || access == .create, sqlite3_db_readonly(handle.pointer, "main") == 1 {
            let message = "the database can be read but not written"
            // Only if permissions are the reason.
            guard Handle.isFaultOfSystem(systemCode) else {
                throw SQLiteError(extendedCode: SQLITE_READONLY, message: message, path: path, operation: .open)
            }
            throw SQLiteError(
                extendedCode: SQLITE_CANTOPEN, message: "\(message) (\(SystemReason.text(systemCode)))",
                path: path, operation: .open)
        }
    }

    private func configure() throws(SQLiteError) {
        let switches: [(option: Int32, isOn: Bool)] = [
            (SQLITE_DBCONFIG_DEFENSIVE, true),
            (SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            (SQLITE_DBCONFIG_DQS_DML, false),
            (SQLITE_DBCONFIG_DQS_DDL, false),
            (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, false),
            (SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
            (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true),
        ]
        for (option, isOn) in switches { try turn(option, isOn) }
    }

    /// Sets how long a call waits for a lock held by another connection, as in `init`.
    public func setBusyTimeout(_ timeout: Duration) throws(SQLiteError) {
        let status = sqlite3_busy_timeout(try handle.opened(to: .open), timeout.wholeMilliseconds)
        guard status == SQLITE_OK else { throw handle.error(status, .open) }
        busyTimeout = timeout
    }

    /// From now on, takes a lock for each immediate or exclusive transaction, each checkpoint and each ``execute(_:)``,
    /// and checkpoints under it when the WAL has grown.
    ///
    /// Every connection that writes to the database locks the same file; then no checkpoint overlaps a commit.
    ///
    /// - Parameters:
    ///   - descriptor: The file, open; the connection closes it.
    ///   - path: Its path, for errors.
    public func lockCommits(with descriptor: Int32, path: String) {
        commitLock = CommitLock(descriptor, path: path)
    }

    /// Runs `body` under the commit lock. Without a lock, and inside a transaction, which holds it already, `body` runs
    /// at once.
    func withCommitLock<R, E: Error>(mapping wrap: (SQLiteError) -> E, _ body: () throws(E) -> R) throws(E) -> R {
        guard let commitLock, !isInTransaction else { return try body() }
        do throws(SQLiteError) { try commitLock.acquire(patience: busyTimeout) } catch { throw wrap(error) }
        defer { commitLock.release() }
        let result = try body()
        checkpointWhenDue()
        return result
    }

    /// Copies the WAL into the database file once it is long. A failure is retried after the next commit; if the disk
    /// is full or fails, that commit is refused itself.
    private func checkpointWhenDue() {
        guard handle.walFrames >= (checkpointsLater ? 16 : 1) * checkpointedFrames else { return }
        checkpoint()
    }

    private func checkpoint() {
        var (frames, copied): (Int32, Int32) = (0, 0)
        let status = sqlite3_wal_checkpoint_v2(handle.pointer, "main", SQLITE_CHECKPOINT_PASSIVE, &frames, &copied)
        if status == SQLITE_OK {
            isWALHeld = Int(frames) >= 4 * checkpointedFrames && (copied < frames || !restartWAL())
        }
        // What a reader has kept from being copied is tried again after the next commit.
        handle.walFrames = 0
    }

    /// Makes the next commit write from the WAL's beginning, unless a connection reads from the WAL. Does not wait.
    ///
    /// Where all of it is copied, the next commit does that too if no connection reads from it at that moment. Readers that take
    /// turns see to it that one always does.
    ///
    /// - Returns: False where a connection reads from it.
    private func restartWAL() -> Bool {
        sqlite3_busy_timeout(handle.pointer, 0)
        defer { sqlite3_busy_timeout(handle.pointer, busyTimeout.wholeMilliseconds) }
        return sqlite3_wal_checkpoint_v2(handle.pointer, "main", SQLITE_CHECKPOINT_RESTART, nil, nil) != SQLITE_BUSY
    }

    /// Whether a commit since the last checkpoint has found the WAL long.
    public var isCheckpointDue: Bool { handle.walFrames >= checkpointedFrames }

    /// Copies the WAL into the database file if it is long, or was held. A failure is retried after the next commit.
    public func checkpointIfDue() throws(SQLiteError) {
        guard isCheckpointDue || isWALHeld, let commitLock, !isInTransaction else { return }
        try commitLock.acquire(patience: busyTimeout)
        defer { commitLock.release() }
        checkpoint()
    }

    /// Turns one of SQLite's switches.
    private func turn(_ option: Int32, _ isOn: Bool) throws(SQLiteError) {
        let status = csqlite_db_config_switch(try handle.opened(to: .open), option, isOn ? 1 : 0)
        guard status == SQLITE_OK else { throw handle.error(status, .open) }
    }

    /// Whether triggers of the schema fire for this connection's writes; they do by default.
    ///
    /// Statements compiled before are recompiled when they run next.
    ///
    /// Source: https://www.sqlite.org/c3ref/c_dbconfig_defensive.html#sqlitedbconfigenabletrigger
    public func setTriggers(enabled: Bool) throws(SQLiteError) {
        try turn(SQLITE_DBCONFIG_ENABLE_TRIGGER, enabled)
    }

    /// The path that the connection was opened with.
    public var path: String { handle.path }

    /// Closes the connection; does nothing if it is closed already.
    ///
    /// Cached statements are finalized, also those still held. An open transaction is rolled back. Without this
    /// call, a connection closes when it and its last statement and backup are gone.
    ///
    /// - Throws: ``ResultCode/busy`` while there are prepared statements that were not finalized, or unfinished
    ///   backups. The connection then stays open.
    public func close() throws(SQLiteError) {
        finalizeCachedStatements()
        try handle.close()
    }

    /// Interrupts this connection's statements, from any thread.
    public var interruptHandle: InterruptHandle { handle.interrupter }

    /// Interrupts this connection's statements, as ``InterruptHandle/interrupt()`` does.
    public func interrupt() {
        handle.interrupter.interrupt()
    }
}

extension Connection {
    /// Compiles one statement, to be run many times.
    ///
    /// - Throws: ``ResultCode/error`` for wrong SQL; ``ResultCode/misuse`` for SQL that holds no statement, more
    ///   than one, or U+0000.
    public func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        try SQLScript(sql, handle: handle).only()
    }

    /// Returns the connection's statement with this text, compiled at the first call.
    ///
    /// It is reset and its bindings are cleared at each call, so rows still being read from an earlier call end there.
    /// The cache has no limit: it is for texts written in the program.
    ///
    /// - Throws: As ``prepare(_:)``.
    public func cached(_ sql: String) throws(SQLiteError) -> Statement {
        let key = StatementKey(sql: sql)
        if let statement = statements[key], statement.isUsable {
            statement.reset()
            statement.clearBindings()
            return statement
        }
        let statement = try prepare(sql)
        statements[key] = statement
        return statement
    }

    /// Finalizes the statements that ``cached(_:)`` has handed out. Using one afterwards is a misuse.
    public func finalizeCachedStatements() {
        for statement in statements.values { statement.finalize() }
        statements.removeAll()
    }

    /// Runs any number of statements, discarding their rows. The first failure ends it.
    ///
    /// - Throws: The error of the statement that failed, with that statement's SQL; if it could not be compiled, with
    ///   all the text from there on.
    public func execute(_ sql: String) throws(SQLiteError) {
        try withCommitLock(mapping: { $0 }) { () throws(SQLiteError) in
            var script = try SQLScript(sql, handle: handle)
            while let statement = try script.next() { try statement.run() }
        }
    }

    /// Rows inserted, updated or deleted by the last INSERT, UPDATE or DELETE that finished, not counting triggers and
    /// foreign key actions.
    public var changes: Int { handle.pointer.map { Int(sqlite3_changes64($0)) } ?? 0 }

    /// Rows inserted, updated or deleted since the connection was opened, counting triggers.
    public var totalChanges: Int { handle.pointer.map { Int(sqlite3_total_changes64($0)) } ?? 0 }

    /// The rowid of the last row inserted into a rowid table; 0 if none was.
    public var lastInsertRowID: Int64 { handle.pointer.map(sqlite3_last_insert_rowid) ?? 0 }
}

extension Connection.Access {
    fileprivate var flags: Int32 {
        switch self {
        case .readOnly, .immutable: SQLITE_OPEN_READONLY
        case .readWrite: SQLITE_OPEN_READWRITE
        case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        }
    }
}

extension Duration {
    /// Milliseconds, rounded up, clamped to the range of Int32; 0 for a negative duration.
    fileprivate var wholeMilliseconds: Int32 {
        if self <= .zero { return 0 }
        if self >= .milliseconds(Int64(Int32.max)) { return .max }
        let (seconds, attoseconds) = components
        let milliseconds = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(seconds * 1000 + milliseconds)
    }
}
