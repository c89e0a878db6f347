import Files
import Glibc
import SQLite

extension SQLiteEventStore {
    /// Copies a log as it is at one moment. Others may read it and append to it meanwhile: no commit waits for the copy.
    ///
    /// One read transaction covers the whole copy, so that commits do not make it start again. Until it ends, the source's
    /// write-ahead log can only grow.
    ///
    /// - Parameters:
    ///   - path: The log, `ledger.db`.
    ///   - destination: A file that does not exist. On return it is whole, without a write-ahead log; it is durable once its
    ///     file system is synced.
    ///   - progress: Called after each step with the pages copied and their total.
    /// - Throws: ``EventLogError``; the destination may be left, incomplete.
    public static func copy(
        _ path: String, to destination: String, progress: (_ done: Int, _ total: Int) -> Void
    ) throws(EventLogError) {
        guard try FileProbe.exists(path) else { throw .missing(path: path) }
        let descriptor = open(destination, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .failed(path: destination, SystemReason.last) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o640) == 0 else {
            throw .failed(path: destination, SystemReason.last)
        }
        do throws(SQLiteError) {
            let source = try Connection.ledger(path, access: .readOnly)
            let copy = try Connection(path: destination, access: .readWrite)
            // It is synced by the caller, with what else is copied.
            try copy.execute("PRAGMA synchronous = OFF")
            try copy.execute("PRAGMA journal_mode = OFF")
            try source.transaction(.deferred, mapping: { $0 }) { () throws(SQLiteError) in
                // The first read sets the moment that the copy is of.
                try source.execute("SELECT count(*) FROM sqlite_schema")
                var backup = try Backup(from: source, to: copy)
                while try backup.step(pages: pagesPerStep) {
                    progress(backup.pageCount - backup.remaining, backup.pageCount)
                }
            }
            try copy.close()
            try source.close()
        } catch {
            throw EventLogError(anything: error, path: error.path)
        }
    }

    /// 4 MiB.
    private static let pagesPerStep = 256
}
