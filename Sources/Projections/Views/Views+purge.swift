import EventLog
import Glibc
import SQLite

extension Views {
    /// Leaves nothing in a file of views of what was withheld in the log: brings it up to the takedown, or deletes it.
    ///
    /// - Parameters:
    ///   - path: The file; nothing is done where there is none.
    ///   - store: The log, in which the data is withheld already.
    ///   - patience: How long to wait for others who use the file.
    /// - Throws: ``ViewsError`` when the file can be neither brought up nor deleted.
    public static func purge(path: String, of store: any EventStore, patience: Duration) throws(ViewsError) {
        guard access(path, F_OK) == 0 else { return }
        do throws(ViewsError) {
            let views = try Views(store, path: path)
            try views.forgetUnfinished()
            if try views.passTakedown(patience), try views.emptyWAL(patience: patience) { return }
        } catch {
            // Whatever is wrong with it: it comes back from the log.
        }
        for ending in ["-wal", "-shm", ""] where unlink(path + ending) != 0 && errno != ENOENT {
            throw .readOnly(path: path + ending)
        }
    }

    /// Brings the rows past the takedown, which is in the log already; not to the end of a log that grows meanwhile.
    ///
    /// - Returns: Whether they are past it; not, where a projection has stopped or another process is about it for too long.
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

    /// Drops what rebuilds have begun and not finished.
    private func forgetUnfinished() throws(ViewsError) {
        try withViews { () throws(SQLiteError) in
            try database.connection.transaction(.immediate, mapping: { $0 }) { () throws(SQLiteError) in
                for name in try database.progress(.building).keys { try database.forget(name, .building) }
                try database.collectGarbage()
            }
        }
    }

    /// - Returns: Whether the write-ahead log holds nothing any more; not, when readers were in the way for too long.
    private func emptyWAL(patience: Duration) throws(ViewsError) -> Bool {
        let deadline = ContinuousClock.now + patience
        repeat {
            if try withViews({ () throws(SQLiteError) in try database.emptyWAL() }) { return true }
            usleep(20_000)
        } while ContinuousClock.now < deadline
        return false
    }
}
