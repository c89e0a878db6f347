import Files
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
        switch FileLock.wait(descriptor, patience: .milliseconds(patience)) {
        case .taken: return try body()
        case .held: throw .busy(path: path)
        case .failed(let code): throw .system(action: "lock", path: path, code: code)
        }
    }
}
