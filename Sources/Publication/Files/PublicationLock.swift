import EventLog
import Glibc

/// Sees to it that one process, and in it one thread, publishes at a time. The system lets go when the process ends.
struct PublicationLock: Sendable {
    let path: String
    /// How long to wait for another, in milliseconds.
    var patience = 30_000

    /// Does something while nobody else publishes.
    ///
    /// - Throws: What `body` throws; ``PublicationError/busy(path:)`` when another keeps it for too long.
    func hold<Value>(_ body: () throws(PublicationError) -> Value) throws(PublicationError) -> Value {
        // Each call opens the file anew, so that threads of one process keep one another away too.
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
