import EventLog
import Files
import Glibc

/// A lock file, held by one process at a time. The system releases it when the process ends, in any way.
final class ViewsLock {
    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Takes the lock without waiting.
    ///
    /// - Returns: nil when another process holds it.
    /// - Throws: ``ViewsError/readOnly(path:)`` when the file cannot be created or opened.
    static func take(path: String) throws(ViewsError) -> ViewsLock? {
        let descriptor = LedgerFile.openLock(path)
        guard descriptor >= 0 else { throw .readOnly(path: path) }
        let lock = ViewsLock(descriptor)
        return try lock.result(FileLock.attempt(descriptor), path)
    }

    /// Waits for the lock and takes it.
    ///
    /// - Throws: ``ViewsError/busy(path:)`` when another process holds it for more than 30 seconds.
    static func wait(path: String) throws(ViewsError) -> ViewsLock {
        let descriptor = LedgerFile.openLock(path)
        guard descriptor >= 0 else { throw .readOnly(path: path) }
        let lock = ViewsLock(descriptor)
        guard let taken = try lock.result(FileLock.wait(descriptor, patience: .seconds(30)), path) else {
            throw .busy(path: path)
        }
        return taken
    }

    private func result(_ attempt: FileLock.Attempt, _ path: String) throws(ViewsError) -> ViewsLock? {
        switch attempt {
        case .taken: return self
        case .held: return nil
        case .failed(let code): throw .failed(path: path, "cannot be locked: \(SystemReason.text(code))")
        }
    }

    deinit {
        close(descriptor)
    }
}
