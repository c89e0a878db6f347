import Glibc
import SQLite
import StoryEvents

/// The file views.db: rows of ledger projections and their progress.
final class ViewsDatabase {
    let connection: Connection
    let path: String
    /// The identity of the open file, which another process may delete and create again.
    private let identity: FileIdentity?
    private let isWriter: Bool

    /// `STLV`.
    static let applicationID: Int32 = 0x5354_4C56
    /// The schema version of this program. A file of another version is not migrated but rebuilt from the log.
    static let version: Int32 = 2

    private static let schema = """
        CREATE TABLE projection (
            name           TEXT NOT NULL,
            role           TEXT NOT NULL CHECK (role IN ('serving', 'building')),
            generation     INTEGER NOT NULL UNIQUE,
            version        INTEGER NOT NULL,
            shape          TEXT NOT NULL,
            position       INTEGER NOT NULL,  -- the first that is not folded yet
            last           TEXT,              -- the digest of the last event's leaf
            fault_position INTEGER,
            fault          TEXT,
            PRIMARY KEY (name, role)
        ) STRICT
        """

    /// - Parameter access: `.create` creates an empty file if there is none.
    init(path: String, access: Connection.Access) throws(SQLiteError) {
        self.path = path
        isWriter = access == .readWrite || access == .create
        connection = try Connection(path: path, access: access, busyTimeout: .seconds(30))
        if access == .create {
            try connection.execute("PRAGMA page_size = 8192")
            try connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            try connection.execute("PRAGMA journal_mode = WAL")
        }
        // A power cut may lose the last commits; they are folded again from the log.
        try connection.execute("PRAGMA synchronous = NORMAL")
        try connection.execute("PRAGMA secure_delete = ON")
        try connection.execute("PRAGMA cache_size = -4096")
        identity = FileIdentity(path)
    }

    /// Leaves an empty write-ahead log, as SQLite does when the last connection closes.
    deinit {
        // A reader holds no lock that prevents commits.
        guard isWriter else { return }
        // While other connections use the file, the next one to close or to commit empties it.
        do throws(SQLiteError) { try connection.emptyWAL() } catch {}
    }

    /// Whether the path still names the open file.
    var isInPlace: Bool { FileIdentity(path) == identity }

    /// Why this program cannot have written the file; nil when it can.
    func fault() throws(SQLiteError) -> String? {
        let (application, version) = (try connection.applicationID, try connection.userVersion)
        if application == 0, version == 0 { return "it was never finished" }
        if application != Self.applicationID { return "it is something else" }
        if version < Self.version { return "it was written by an older program" }
        if version > Self.version { return "it was written by a newer program" }
        return nil
    }

    func createSchema() throws(SQLiteError) {
        try connection.transaction(.immediate, mapping: { $0 }) { () throws(SQLiteError) in
            try connection.execute(Self.schema)
            try connection.setApplicationID(Self.applicationID)
            try connection.setUserVersion(Self.version)
        }
    }

    /// The progress of the projections, by name.
    func progress(_ role: ProjectionProgress.Role) throws(SQLiteError) -> [String: ProjectionProgress] {
        let select = try connection.cached(
            "SELECT name, generation, version, shape, position, last, fault_position, fault FROM projection"
                + " WHERE role = ?")
        try select.bind(1, role.rawValue)
        defer { select.reset() }
        var found: [String: ProjectionProgress] = [:]
        while try select.step() {
            var progress = ProjectionProgress(
                name: try select.text(0), version: Int(select.integer(2)),
                position: Position(max(0, select.integer(4))),
                generation: select.integer(1), shape: try select.text(3), last: try select.optionalText(5))
            if let position = select.optionalInteger(6) {
                progress.fault = ProjectionFault(position: Position(max(0, position)), message: try select.text(7))
            }
            found[progress.name] = progress
        }
        return found
    }

    /// Whether the progress of a projection says why it stopped and not where: nobody reads that.
    func hasHalfFault(_ name: String) throws(SQLiteError) -> Bool {
        let select = try connection.cached(
            "SELECT EXISTS (SELECT 1 FROM projection WHERE name = ? AND fault NOTNULL AND fault_position ISNULL)")
        try select.bind(1, name)
        defer { select.reset() }
        return try select.step() && select.integer(0) != 0
    }

    func store(_ progress: ProjectionProgress, _ role: ProjectionProgress.Role) throws(SQLiteError) {
        let insert = try connection.cached(
            "INSERT OR REPLACE INTO projection (name, role, generation, version, shape, position, last,"
                + " fault_position, fault) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        try insert.bind(1, progress.name)
        try insert.bind(2, role.rawValue)
        try insert.bind(3, progress.generation)
        try insert.bind(4, progress.version)
        try insert.bind(5, progress.shape)
        try insert.bind(6, progress.position.value)
        try insert.bind(7, progress.last)
        try insert.bind(8, progress.fault?.position.value)
        try insert.bind(9, progress.fault?.message)
        try insert.run()
    }

    func forget(_ name: String, _ role: ProjectionProgress.Role) throws(SQLiteError) {
        let delete = try connection.cached("DELETE FROM projection WHERE name = ? AND role = ?")
        try delete.bind(1, name)
        try delete.bind(2, role.rawValue)
        try delete.run()
    }

    /// Creates empty tables for a projection; called inside a transaction.
    func begin(
        _ projection: any LedgerProjection.Type, _ role: ProjectionProgress.Role
    ) throws(SQLiteError) -> ProjectionProgress {
        let newest = try connection.cached("SELECT coalesce(max(generation), 0) + 1 FROM projection")
        let generation = try newest.step() ? newest.integer(0) : 1
        newest.reset()
        let rows = rowStore(projection, generation)
        // Tables left behind by a killed program.
        try rows.drop()
        try rows.create()
        let progress = ProjectionProgress(
            name: projection.name, version: projection.version, position: .first, generation: generation,
            shape: rows.shape)
        try store(progress, role)
        return progress
    }

    /// Empties the write-ahead log, so that it keeps no deleted data.
    ///
    /// - Returns: Whether it is empty; false when a reader prevented it. The next checkpoint then empties it.
    @discardableResult
    func emptyWAL() throws(SQLiteError) -> Bool {
        do throws(SQLiteError) { try connection.emptyWAL() } catch {
            guard error.code == .busy else { throw error }
            return false
        }
        return true
    }

    /// Makes rebuilt rows the serving ones; called inside a transaction.
    func serve(_ progress: ProjectionProgress) throws(SQLiteError) {
        try forget(progress.name, .building)
        try forget(progress.name, .serving)
        try store(progress, .serving)
    }

    /// Drops tables that belong to no projection.
    func collectGarbage() throws(SQLiteError) {
        var generations: Set<String> = []
        for role in [ProjectionProgress.Role.serving, .building] {
            for progress in try progress(role).values { generations.insert("\(progress.name)_\(progress.generation)") }
        }
        let select = try connection.cached(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND (name LIKE 'rows\\_%' ESCAPE '\\'"
                + " OR name LIKE 'tally%'"
                + " OR name LIKE 'texts\\_%' ESCAPE '\\'"
                + " OR name LIKE 'shared\\_%' ESCAPE '\\'"
                + " OR name LIKE 'search\\_%' ESCAPE '\\' AND sql LIKE 'CREATE VIRTUAL%')")
        var garbage: [String] = []
        while try select.step() {
            let name = try select.text(0)
            guard let line = name.firstIndex(of: "_") else { continue }
            if !generations.contains(String(name[name.index(after: line)...])) { garbage.append(name) }
        }
        select.reset()
        for name in garbage { try connection.execute("DROP TABLE IF EXISTS \"\(name)\"") }
    }

    /// Returns free pages to the file system once an eighth of the file is free, in transactions of 4 MiB.
    func giveBackFreePages() throws(SQLiteError) {
        var free = try connection.integerPragma("freelist_count") ?? 0
        guard free > Self.mostFree, try free > (connection.integerPragma("page_count") ?? 0) / 8 else { return }
        while free > 0 {
            try connection.transaction(.immediate, mapping: { $0 }) { () throws(SQLiteError) in
                try connection.execute("PRAGMA incremental_vacuum(512)")
            }
            let left = try connection.integerPragma("freelist_count") ?? 0
            guard left < free else { return }
            free = left
        }
    }

    /// Pages that may stay free in a file of any size: 2 MiB.
    private static let mostFree: Int64 = 256

    func rowStore(_ projection: any LedgerProjection.Type, _ generation: Int64) -> RowStore {
        RowStore(connection, name: projection.name, generation: generation, projection.table)
    }
}

/// Distinguishes a file from another one at the same path.
private struct FileIdentity: Equatable {
    private let device: UInt
    private let inode: UInt

    init?(_ path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        device = UInt(facts.st_dev)
        inode = UInt(facts.st_ino)
    }
}
