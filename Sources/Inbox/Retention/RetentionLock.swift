import EventLog
import Files
import Glibc

/// The lock under which retention removes files. While a backup holds it, shared, nothing is removed: its copy of the log and
/// its files belong together.
public struct RetentionLock: ~Copyable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Takes the lock for a removal, without waiting. The file is made if it is missing.
    ///
    /// - Returns: nil if a backup holds it.
    /// - Throws: ``FileFault`` if there can be no lock.
    static func forRemoval(_ directories: InboxDirectories) throws(FileFault) -> RetentionLock? {
        let descriptor = LedgerFile.openLock(directories.retentionLock)
        guard descriptor >= 0 else { throw FileFault("open", directories.retentionLock) }
        let lock = RetentionLock(descriptor)
        switch FileLock.attempt(descriptor) {
        case .taken: return lock
        case .held: return nil
        case .failed(let code): throw FileFault("lock", directories.retentionLock, code: code)
        }
    }

    /// Keeps files from being removed until the lock is dropped. A removal in progress is waited for.
    ///
    /// - Returns: nil if this user may not lock. Only the ledger's owner and root make the file if it is missing.
    public static func forReading(_ directories: InboxDirectories) -> RetentionLock? {
        var ledger = stat()
        let isOwner =
            stat(FileName.split(directories.retentionLock).directory, &ledger) == 0
            && (geteuid() == 0 || geteuid() == ledger.st_uid)
        let descriptor =
            isOwner
            ? LedgerFile.openLock(directories.retentionLock)
            : open(directories.retentionLock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        let lock = RetentionLock(descriptor)
        guard FileLock.wait(descriptor, patience: .seconds(60), isShared: true) == .taken else { return nil }
        return lock
    }
}
