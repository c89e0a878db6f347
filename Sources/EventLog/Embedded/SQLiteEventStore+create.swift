import SQLite
import StoryEvents

extension SQLiteEventStore {
    /// Makes an empty log.
    ///
    /// It is made beside its place and then put there at once: no process opens half a log, and of two that make one
    /// in the same place the second is refused.
    ///
    /// - Parameters:
    ///   - path: The file `ledger.db`; its directory must be there, it itself must not.
    ///   - facts: What the ledger is called, and its secret, which is for ``SecretFile`` to keep.
    /// - Throws: ``EventLogError``; nothing is left behind then.
    public static func create(path: String, facts: LedgerFacts) throws(EventLogError) {
        guard try !FileProbe.exists(path) else { throw .exists(path: path) }
        for leftover in [path + "-wal", path + "-journal"] where try FileProbe.exists(leftover) {
            // SQLite would take it for the new file's own and write it over it.
            throw .failed(path: path, "what another log left behind is in its place: \(leftover)")
        }
        let draft = try DraftFile(for: path)
        defer { draft.discard() }
        let seals = RowSeals(try facts.secret.get())
        do throws(SQLiteError) {
            try fill(draft.path, facts, seals)
        } catch {
            var refused = error
            refused.path = path
            throw EventLogError(refused)
        }
        try draft.publish()
    }

    private static func fill(_ path: String, _ facts: LedgerFacts, _ seals: RowSeals) throws(SQLiteError) {
        let connection = try Connection(path: path, access: .readWrite)
        try connection.execute("PRAGMA page_size = \(Schema.pageSize)")
        try connection.execute("PRAGMA journal_mode = WAL")
        try connection.configureLedger()
        try connection.createLedger(facts, sealedBy: seals)
        try connection.emptyWAL()
        try connection.close()
    }
}
