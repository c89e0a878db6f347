import EventLog
import Glibc

/// Lets one process, and one thread in it, publish at a time. The system releases the lock when the process ends.
struct PublicationLock: Sendable {
    let path: String
    /// How long to wait for another holder, in milliseconds.
    var patience = 30_000

    /// Runs `body` under the lock.
    ///
    /// - Throws: What `body` throws; ``PublicationError/busy(path:)`` if another process holds the lock for too long.
    func hold<Value>(_ body: () throws(PublicationError) -> Value) throws(PublicationError) -> Value {
        // Each call opens the file again, so that threads of one process exclude each other, too.
        let descriptor = uninterrupted { LedgerFile.openLock(path) }
        guard descriptor >= 0 else { throw .system(action: "open", path: path, code: errno) }
        defer { close(descriptor) }
        var waited = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw .system(action: "lock", path: path, code: errno)
            }
            guard waited < patience else { throw .busy(path: path) }
            usleep(20_000)
            waited += 20
        }
        return try body()
    }
}
