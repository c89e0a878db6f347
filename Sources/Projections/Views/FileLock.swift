import EventLog
import Glibc

/// A lock file, held by one process at a time. The system releases it when the process ends, in any way.
final class FileLock {
    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Takes the lock without waiting.
    ///
    /// - Returns: nil when another process holds it.
    /// - Throws: ``ViewsError/readOnly(path:)`` when the file cannot be created or opened.
    static func take(path: String) throws(ViewsError) -> FileLock? {
        let descriptor = LedgerFile.openLock(path)
        guard descriptor >= 0 else { throw .readOnly(path: path) }
        let lock = FileLock(descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return lock }
        let code = errno
        if code == EWOULDBLOCK || code == EINTR { return nil }
        throw .failed(path: path, "cannot be locked: \(String(cString: strerror(code)))")
    }

    /// Waits for the lock and takes it.
    ///
    /// - Throws: ``ViewsError/busy(path:)`` when another process holds it for more than 30 seconds.
    static func wait(path: String) throws(ViewsError) -> FileLock {
        for _ in 0..<1_500 {
            if let lock = try take(path: path) { return lock }
            usleep(20_000)
        }
        throw .busy(path: path)
    }

    deinit {
        close(descriptor)
    }
}
