import Files
internal import CSQLite
internal import Glibc

/// Lets one connection at a time, of all processes, commit to a database or checkpoint its WAL.
///
/// SQLite 3.7.0 to 3.51.2 can lose committed pages when a checkpoint overlaps a commit of another connection. SQLite's own
/// locks allow that overlap; this one, which every writer takes, does not.
///
/// Sources: https://www.sqlite.org/wal.html, "The WAL-Reset Bug"; flock(2).
final class CommitLock {
    private let path: String
    private let descriptor: Int32

    /// - Parameter descriptor: An open file, which is closed with the lock.
    init(_ descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        close(descriptor)
    }

    /// Takes the lock, and waits for it.
    ///
    /// - Throws: ``ResultCode/busy`` if another connection holds it for longer than `patience`.
    func acquire(patience: Duration) throws(SQLiteError) {
        switch FileLock.wait(descriptor, patience: patience) {
        case .taken: break
        case .held: throw failure(SQLITE_BUSY, "another connection holds it")
        case .failed(let code): throw failure(SQLITE_IOERR, SystemReason.text(code))
        }
    }

    func release() {
        // It fails only for a closed descriptor.
        flock(descriptor, LOCK_UN)
    }

    private func failure(_ code: Int32, _ message: String) -> SQLiteError {
        SQLiteError(extendedCode: code, message: message, path: path, operation: .lock)
    }
}
