import EventLog
import Glibc
import SQLite

extension Views {
    /// Removes withheld data from views.db: catches up past the takedown, or deletes the file.
    ///
    /// - Parameters:
    ///   - path: The file; it may be missing.
    ///   - store: The log, from which the data is already erased.
    ///   - patience: How long to wait for other processes that use the file.
    /// - Throws: ``ViewsError`` when the file can neither catch up nor be deleted.
    public static func purge(path: String, of store: any EventStore, patience: Duration) throws(ViewsError) {
        guard access(path, F_OK) == 0 else { return }
        do throws(ViewsError) {
            let views = try Views(store, path: path)
            try views.forgetUnfinished()
            if try views.passTakedown(patience), try views.emptyWAL(patience: patience) { return }
        } catch {
            // Whatever the fault, the rows can be rebuilt from the log.
        }
        for ending in ["-wal", "-shm", ""] where unlink(path + ending) != 0 && errno != ENOENT {
            throw .readOnly(path: path + ending)
        }
    }

    /// Folds the rows past the takedown, which is already in the log. It does not chase the end of a growing log.
    ///
    /// - Returns: Whether they are past it; false when a projection has stopped, or another process folds for too long.
    private func passTakedown(_ patience: Duration) throws(ViewsError) -> Bool {
        let size = try withLog { () throws(EventLogError) in try store.size() }
        let deadline = ContinuousClock.now + patience
        while true {
            _ = try catchUp(patience: .milliseconds(100))
            let serving = try withViews { () throws(SQLiteError) in try database.progress(.serving) }
            let own = registry.ledger.compactMap { projection in
                serving[projection.name].flatMap { isOwn($0, projection) ? $0 : nil }
            }
            if own.contains(where: { $0.fault != nil }) { return false }
            if own.count == registry.ledger.count, own.allSatisfy({ $0.position.value >= size }) { return true }
            guard ContinuousClock.now < deadline else { return false }
            usleep(20_000)
        }
    }

    /// Drops the tables of unfinished rebuilds.
    private func forgetUnfinished() throws(ViewsError) {
        try withViews { () throws(SQLiteError) in
            try database.connection.transaction(.immediate, mapping: { $0 }) { () throws(SQLiteError) in
                for name in try database.progress(.building).keys { try database.forget(name, .building) }
                try database.collectGarbage()
            }
        }
    }

    /// - Returns: Whether the write-ahead log is empty; false when readers held it for too long.
    private func emptyWAL(patience: Duration) throws(ViewsError) -> Bool {
        let deadline = ContinuousClock.now + patience
        repeat {
            if try withViews({ () throws(SQLiteError) in try database.emptyWAL() }) { return true }
            usleep(20_000)
        } while ContinuousClock.now < deadline
        return false
    }
}
