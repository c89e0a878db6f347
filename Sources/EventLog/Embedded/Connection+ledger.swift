import Files
import Glibc
import SQLite
import StoryEvents

extension Connection {
    /// A connection to ledger.db with everything set that must hold for each.
    ///
    /// - Parameter patience: How long a call waits for a lock that another holds.
    static func ledger(
        _ path: String, access: Access, patience: Duration = .seconds(30)
    ) throws(SQLiteError) -> Connection {
        let access = access == .readOnly && mustStandAlone(path) ? .immutable : access
        let connection = try Connection(path: path, access: access, busyTimeout: patience)
        try connection.configureLedger(isWriter: access == .readWrite)
        if access == .readWrite {
            try connection.lockCommits(beside: path)
            try connection.execute("PRAGMA journal_size_limit = \(64 << 20)")
            // They keep other programs from changing the log. What this one appends it has decided inside the
            // transaction, and to be told so again would cost a fifth of what SQLite does for an event.
            try connection.setTriggers(enabled: false)
        }
        return connection
    }

    /// Whether a database is to be read without the files of its WAL: there are none, and this user may not make any, or
    /// must not, because the ledger is another user's.
    ///
    /// No writer can be at work then: it would have made them.
    public static func mustStandAlone(_ path: String) -> Bool {
        var (database, wal) = (stat(), stat())
        guard stat(path, &database) == 0, FileProbe.isAbsent(path + "-shm") else { return false }
        let hasStatus = stat(path + "-wal", &wal) == 0
        guard hasStatus ? wal.st_size == 0 : errno == ENOENT else { return false }
        return database.st_uid != geteuid() || Glibc.access(LedgerFile.directory(of: path), W_OK) != 0
    }

    /// Locks the file `PATH-lock` for each commit and each checkpoint, as every writer of the ledger does.
    ///
    /// - Parameter path: The database.
    public func lockCommits(beside path: String) throws(SQLiteError) {
        let lock = path + "-lock"
        let descriptor = LedgerFile.openLock(lock)
        guard descriptor >= 0 else {
            let reason = errno
            let code = [EACCES, EPERM, EROFS].contains(reason) ? ResultCode.readOnly : .cantOpen
            throw SQLiteError(
                extendedCode: code.rawValue, message: SystemReason.text(reason), path: lock, operation: .open)
        }
        lockCommits(with: descriptor, path: lock)
    }

    /// Copies the whole WAL into the database and cuts it to no bytes.
    ///
    /// - Throws: ``ResultCode/busy`` at once where others read or write.
    public func emptyWAL() throws(SQLiteError) {
        let patience = busyTimeout
        try setBusyTimeout(.zero)
        let result = Result { () throws(SQLiteError) in _ = try walCheckpoint(.truncate) }
        try setBusyTimeout(patience)
        try result.get()
    }

    func configureLedger(isWriter: Bool = true) throws(SQLiteError) {
        try execute("PRAGMA synchronous = FULL")
        try execute("PRAGMA foreign_keys = ON")
        try execute("PRAGMA secure_delete = ON")
        try execute("PRAGMA cache_size = \(isWriter ? -8192 : -4096)")
    }

    /// Makes the tables and the ledger's own facts, in one transaction.
    ///
    /// - Parameter seals: Made with the ledger's secret, which is not stored here.
    func createLedger(_ facts: LedgerFacts, sealedBy seals: RowSeals) throws(SQLiteError) {
        try transaction(.exclusive, mapping: { $0 }) { () throws(SQLiteError) in
            for step in Schema.steps { try execute(step) }
            try setApplicationID(Schema.applicationID)
            try setUserVersion(Schema.version)
            let insert = try prepare("INSERT INTO ledger (name, value) VALUES (?, ?)")
            let created = facts.created.description
            for (name, value) in [("origin", facts.origin), ("created", created)] {
                try insert.bind(1, name)
                try insert.bind(2, value)
                try insert.run()
            }
            let seal = seals.facts(origin: Array(facts.origin.utf8), created: Array(created.utf8))
            for (name, value) in [("check", seals.check), ("seal", seal)] {
                try insert.bind(1, name)
                try insert.bind(2, value)
                try insert.run()
            }
        }
    }

    /// Brings an older database up to this program's version, in one transaction.
    func migrate() throws(SQLiteError) {
        guard try userVersion < Schema.version else { return }
        try transaction(.exclusive, mapping: { $0 }) { () throws(SQLiteError) in
            // Read again: another process may have been faster.
            for step in Schema.steps.dropFirst(Int(try userVersion)) { try execute(step) }
            try setUserVersion(Schema.version)
        }
    }

    /// What the ledger is called, and its secret.
    ///
    /// - Parameter secret: Where the secret is stored.
    /// - Throws: ``EventLogError/damaged(path:_:)`` naming the fact that is missing or cannot be read.
    func ledgerFacts(_ secret: SecretFile) throws(EventLogError) -> LedgerFacts {
        LedgerFacts(
            origin: try fact("origin") { row throws(SQLiteError) in try row.text(0) },
            created: try fact("created") { row throws(SQLiteError) in RecordedTime(try row.text(0)) },
            secret: Result(catching: secret.read))
    }

    /// Compares the secret with what the ledger knows of it. With another one, all that is sealed from now on would be
    /// damaged for ever.
    ///
    /// - Returns: nil where at least one of both seals fits, since the other may have been changed itself.
    func secretFault(_ path: String, _ ledger: LedgerFacts) throws(EventLogError) -> EventLogError? {
        guard case .success(let secret) = ledger.secret else { return nil }
        var facts: [String: [UInt8]] = [:]
        do throws(SQLiteError) {
            let select = try prepare("SELECT name, CAST(value AS BLOB) FROM ledger")
            while try select.step() { facts[try select.text(0)] = select.blob(1) }
        } catch {
            throw EventLogError(error)
        }
        let seals = RowSeals(secret)
        let seal = seals.facts(origin: facts["origin"] ?? [], created: facts["created"] ?? [])
        guard facts["check"] != nil || facts["seal"] != nil, facts["check"] != seals.check, facts["seal"] != seal else {
            return nil
        }
        return .noSecret(path: path, reason: "it is not the secret that this ledger was made with")
    }

    private func fact<Value>(
        _ name: String, _ read: (Row) throws(SQLiteError) -> Value?
    ) throws(EventLogError) -> Value {
        let value: Value?
        do throws(SQLiteError) {
            let select = try prepare("SELECT value FROM ledger WHERE name = ?")
            try select.bind(1, name)
            value = try select.step() ? try read(select) : nil
        } catch {
            throw EventLogError(error)
        }
        guard let value else { throw .damaged(path: path, "its own '\(name)' is missing or cannot be read") }
        return value
    }
}

/// The row a statement is at. StoryEvents has another Statement.
typealias Row = SQLite.Statement
