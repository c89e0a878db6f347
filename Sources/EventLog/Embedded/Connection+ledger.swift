import SQLite
import StoryEvents

extension Connection {
    /// A connection to ledger.db with everything set that must hold for each.
    static func ledger(_ path: String, access: Access) throws(SQLiteError) -> Connection {
        let connection = try Connection(path: path, access: access, busyTimeout: .seconds(busySeconds))
        try connection.configureLedger()
        if access == .readWrite {
            // Cut to nothing at the end, and there: auditors may read the directory, but make no files in it.
            try connection.execute("PRAGMA journal_size_limit = \(64 << 20)")
            try connection.keepWALFiles()
        }
        return connection
    }

    private static let busySeconds = 30

    /// Waits for locks again as long as it did when it was opened.
    func restoreBusyTimeout() {
        // It only sets a number.
        do throws(SQLiteError) { try execute("PRAGMA busy_timeout = \(Self.busySeconds * 1000)") } catch {}
    }

    func configureLedger() throws(SQLiteError) {
        try execute("PRAGMA synchronous = FULL")
        try execute("PRAGMA foreign_keys = ON")
        try execute("PRAGMA secure_delete = ON")
        try execute("PRAGMA cache_size = -8192")
    }

    /// Makes the tables and the ledger's own facts, in one transaction.
    func createLedger(_ facts: LedgerFacts) throws(SQLiteError) {
        try transaction(.exclusive, mapping: { $0 }) { () throws(SQLiteError) in
            for step in Schema.steps { try execute(step) }
            try setApplicationID(Schema.applicationID)
            try setUserVersion(Schema.version)
            let insert = try prepare("INSERT INTO ledger (name, value) VALUES (?, ?)")
            for (name, value) in [("origin", facts.origin), ("created", facts.created.description)] {
                try insert.bind(1, name)
                try insert.bind(2, value)
                try insert.run()
            }
            try insert.bind(1, "secret")
            try insert.bind(2, facts.secret.bytes)
            try insert.run()
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
    func ledgerFacts() throws(SQLiteError) -> LedgerFacts? {
        let select = try prepare("SELECT value FROM ledger WHERE name = ?")
        func value<Value>(_ name: String, _ read: (Row) throws(SQLiteError) -> Value?) throws(SQLiteError) -> Value? {
            try select.bind(1, name)
            defer { select.reset() }
            return try select.step() ? try read(select) : nil
        }
        guard let origin = try value("origin", { row throws(SQLiteError) in try row.text(0) }),
            let created = try value("created", { row throws(SQLiteError) in RecordedTime(try row.text(0)) }),
            let secret = try value("secret", { LedgerSecret($0.blob(0)) })
        else { return nil }
        return LedgerFacts(origin: origin, created: created, secret: secret)
    }
}

/// The row a statement is at. StoryEvents has another Statement.
typealias Row = SQLite.Statement
