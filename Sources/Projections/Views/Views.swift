import EventLog
import Glibc
import SQLite
import StoryEvents
import WorkGuard

/// Persisted ledger projections in views.db.
///
/// The file is disposable. When it is deleted, damaged, or written by another version of this program, it is rebuilt
/// from the log, and a ``ViewsNotice`` says so. One thread at a time may use an instance; any number of processes may
/// use one file.
public final class Views {
    /// The registered projections.
    public let registry: ProjectionRegistry
    /// The file's path.
    public let path: String
    let store: any EventStore
    let hear: (ViewsNotice) -> Void
    private(set) var database: ViewsDatabase
    /// The folds of the last catch-up, which the next one continues.
    var runs: [FoldRun] = []
    /// Whether the persisted rows were checked against the log, which may have been replaced meanwhile.
    var isChecked = false
    /// Notes of the event being folded: during catch-up, and during a rebuild.
    let (catchUpNote, rebuildNote): (FoldNote, FoldNote)

    /// How the file is used.
    public enum Access: Hashable, Sendable {
        /// Existing rows are read.
        case readOnly
        /// The file is created if it is missing, and catches up with the log.
        case readWrite
    }

    /// Opens the file. It is created if it is missing, and replaced if this program cannot have written it.
    ///
    /// - Parameters:
    ///   - store: The log.
    ///   - path: The file; its lock is a file of the same name with `.lock` appended.
    ///   - registry: The projections to persist.
    ///   - access: How the file is used.
    ///   - limit: The most CPU time for one event. A projection that exceeds it ends the process, and at the second
    ///     time is stopped.
    ///   - overdue: Receives the overdue notice on another thread, before the process ends with exit status 70.
    ///   - hear: Receives notices for people.
    /// - Throws: ``ViewsError``.
    public init(
        _ store: any EventStore, path: String, registry: ProjectionRegistry = .standard, access: Access = .readWrite,
        limit: Duration = Views.limit, overdue: @escaping @Sendable (ViewsNotice) -> Void = { _ in },
        hear: @escaping (ViewsNotice) -> Void = { _ in }
    ) throws(ViewsError) {
        self.store = store
        self.path = path
        self.registry = registry
        self.hear = hear
        database = try access == .readWrite ? Self.open(path, store, hear) : Self.openReadOnly(path)
        let watch = OverdueWatch(limit: limit) { place in
            overdue(.overdue(FoldNote.projection(place.item), Position(place.step ?? 0), place.limit))
        }
        catchUpNote = FoldNote(path: path + ".note", watch: watch)
        rebuildNote = FoldNote(path: path + ".rebuild-note", watch: watch)
    }

    /// The most CPU time for one event: a thousand times that of the slowest known event.
    public static var limit: Duration {
        #if DEBUG
            if let seconds = InjectedPoison.limit { return .seconds(seconds) }
        #endif
        return .seconds(60)
    }

    var lockPath: String { path + ".lock" }

    /// Opens the file again when it was deleted, or when another process has replaced it.
    func reopenIfReplaced() throws(ViewsError) {
        guard !database.isInPlace else { return }
        (runs, isChecked) = ([], false)
        database = try Self.open(path, store, hear)
    }

    /// Replaces the file, because it is damaged.
    func makeAnew(_ reason: String) throws(ViewsError) {
        (runs, isChecked) = ([], false)
        database = try Self.make(path, hear, because: reason)
    }

    private static func openReadOnly(_ path: String) throws(ViewsError) -> ViewsDatabase {
        let (database, fault) = try withViews { () throws(SQLiteError) in
            let access = Connection.mustStandAlone(path) ? Connection.Access.immutable : .readOnly
            let database = try ViewsDatabase(path: path, access: access)
            return (database, try database.fault())
        }
        if let fault { throw .unusable(path: path, fault) }
        return database
    }

    private static func open(
        _ path: String, _ store: any EventStore, _ hear: (ViewsNotice) -> Void
    ) throws(ViewsError) -> ViewsDatabase {
        switch probe(path) {
        case .success(let database): return database
        case .failure(.missing):
            // In a new ledger there is nothing to rebuild.
            let isNew = try withLog { () throws(EventLogError) in try store.size() } == 0
            return try make(path, hear, because: isNew ? nil : "it was not there")
        case .failure(.unusable(let reason)): return try make(path, hear, because: reason)
        case .failure(.other(let error)): throw error
        }
    }

    private enum OpenFault: Error {
        case missing
        case unusable(String)
        case other(ViewsError)
    }

    private static func probe(_ path: String) -> Result<ViewsDatabase, OpenFault> {
        guard access(path, F_OK) == 0 else { return .failure(.missing) }
        do throws(SQLiteError) {
            let database = try ViewsDatabase(path: path, access: .readWrite)
            try database.connection.lockCommits(beside: path)
            if let fault = try database.fault() { return .failure(.unusable(fault)) }
            _ = try database.progress(.serving)
            return .success(database)
        } catch {
            if case .unusable(_, let reason) = ViewsError(error) { return .failure(.unusable(reason)) }
            return .failure(.other(ViewsError(error)))
        }
    }

    /// Creates the file under the lock, so that only one of several processes does it.
    private static func make(
        _ path: String, _ hear: (ViewsNotice) -> Void, because reason: String?
    ) throws(ViewsError) -> ViewsDatabase {
        let lock = try ViewsLock.wait(path: path + ".lock")
        return try withExtendedLifetime(lock) { () throws(ViewsError) in
            var reason = reason
            switch probe(path) {
            case .success(let database): return database
            case .failure(.missing): break
            case .failure(.unusable(let found)): reason = found
            case .failure(.other(let error)): throw error
            }
            if let reason { hear(.rebuiltFile(path: path, reason: reason)) }
            for ending in ["", "-wal", "-shm"] where unlink(path + ending) != 0 && errno != ENOENT {
                throw .readOnly(path: path + ending)
            }
            // SQLite would create it with a mode that depends on the umask.
            let descriptor = LedgerFile.open(path)
            guard descriptor >= 0 else { throw .readOnly(path: path) }
            close(descriptor)
            return try withViews { () throws(SQLiteError) in
                let database = try ViewsDatabase(path: path, access: .create)
                try database.connection.lockCommits(beside: path)
                try database.createSchema()
                return database
            }
        }
    }
}
