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
        let deadline = ContinuousClock.now + patience
        var pause: UInt32 = 100
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let reason = errno
            guard reason == EWOULDBLOCK || reason == EINTR else { throw failure(SQLITE_IOERR, reason) }
            guard ContinuousClock.now < deadline else { throw failure(SQLITE_BUSY, reason) }
            usleep(pause)
            pause = min(pause * 2, 10_000)
        }
    }

    func release() {
        // It fails only for a closed descriptor.
        flock(descriptor, LOCK_UN)
    }

    private func failure(_ code: Int32, _ reason: Int32) -> SQLiteError {
        let message = code == SQLITE_BUSY ? "another connection holds it" : String(cString: strerror(reason))
        return SQLiteError(extendedCode: code, message: message, path: path, operation: .lock)
    }
}
