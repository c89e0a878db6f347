import EventLog
import Glibc
import SQLite
import StoryEvents
import WorkGuard

/// What is kept of ledger projections in views.db, and brought up to the log.
///
/// The file is disposable. Deleted, damaged, or written by another version of this program, it is made anew from the
/// log, and whoever listens is told. Used by one thread at a time; any number of processes may use one file.
public final class Views {
    /// The projections it knows.
    public let registry: ProjectionRegistry
    /// Where the file is.
    public let path: String
    let store: any EventStore
    let hear: (ViewsNotice) -> Void
    private(set) var database: ViewsDatabase
    /// The folds of the last catch-up, to go on with.
    var runs: [FoldRun] = []
    /// Whether what is kept was held against the log: it may be another since it was kept.
    var isChecked = false
    /// What is noted while rows that serve are brought up to the log, and while rows are rebuilt.
    let (catchUpNote, rebuildNote): (FoldNote, FoldNote)

    /// What may be done with the file.
    public enum Access: Hashable, Sendable {
        /// What is there is read.
        case readOnly
        /// It is made, and brought up to the log.
        case readWrite
    }

    /// Opens the file; made where there is none, and made anew where it is not one that this program wrote.
    ///
    /// - Parameters:
    ///   - store: The log.
    ///   - path: The file; beside it lies a lock of its name with `.lock`.
    ///   - registry: The projections to keep.
    ///   - access: What may be done with the file.
    ///   - limit: CPU time that one event may take; what takes longer ends the process, and at the second time stops.
    ///   - overdue: Told of that, on another thread, before the process ends with exit status 70.
    ///   - hear: Told what people should know.
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

    /// CPU time that one event may take: a thousand times what the longest known one does.
    public static var limit: Duration {
        #if DEBUG
            if let seconds = InjectedPoison.limit { return .seconds(seconds) }
        #endif
        return .seconds(60)
    }

    var lockPath: String { path + ".lock" }

    /// Opens the file anew where another process has put another in its place, or somebody has deleted it.
    func reopenIfReplaced() throws(ViewsError) {
        guard !database.isInPlace else { return }
        (runs, isChecked) = ([], false)
        database = try Self.open(path, store, hear)
    }

    /// Makes the file anew, because it turned out to be damaged.
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
            // A new ledger has nothing that could be missed.
            let isNew = try withLog { () throws(EventLogError) in try store.size() } == 0
            return try make(path, hear, because: isNew ? nil : "it was not there")
        case .failure(.unusable(let reason)): return try make(path, hear, because: reason)
        case .failure(.other(let error)): throw error
        }
    }

    private enum Unfit: Error {
        case missing
        case unusable(String)
        case other(ViewsError)
    }

    private static func probe(_ path: String) -> Result<ViewsDatabase, Unfit> {
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

    /// Makes the file under the lock: of several processes that find it missing or damaged one makes it.
    private static func make(
        _ path: String, _ hear: (ViewsNotice) -> Void, because reason: String?
    ) throws(ViewsError) -> ViewsDatabase {
        let lock = try FileLock.wait(path: path + ".lock")
        return try withExtendedLifetime(lock) { () throws(ViewsError) in
            var reason = reason
            switch probe(path) {
            case .success(let database): return database
            case .failure(.missing): break
            case .failure(.unusable(let found)): reason = found
            case .failure(.other(let error)): throw error
            }
            if let reason { hear(.madeAnew(path: path, reason: reason)) }
            for ending in ["", "-wal", "-shm"] where unlink(path + ending) != 0 && errno != ENOENT {
                throw .readOnly(path: path + ending)
            }
            // SQLite would make it with a mode that depends on the umask.
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
