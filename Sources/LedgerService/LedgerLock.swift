import EventLog
import Glibc

/// Keeps a second daemon away from a ledger for as long as it lives, and no longer: the system lets go when the
/// process ends, however it ends.
public final class LedgerLock: Sendable {
    private let descriptor: Int32
    /// Whether the file says which process holds the lock.
    let isNamed: Bool

    /// Takes the lock of a ledger, without waiting.
    ///
    /// - Throws: ``StartError/locked(directory:process:)`` when another process has it.
    public init(_ directory: LedgerDirectory) throws(StartError) {
        descriptor = LedgerFile.openLock(directory.lock)
        guard descriptor >= 0 else { throw .system(path: directory.lock, reason: SystemReason.last) }
        guard Self.lock(descriptor) else {
            let code = errno
            let holder = Self.holder(descriptor)
            if code == EWOULDBLOCK { throw .locked(directory: directory.path, process: holder) }
            throw .system(path: directory.lock, reason: SystemReason.text(code))
        }
        // Who holds it is only told to people: the lock holds without it, as on a full disk.
        let text = Array("\(getpid())\n".utf8)
        isNamed = ftruncate(descriptor, 0) == 0 && pwrite(descriptor, text, text.count, 0) == text.count
    }

    /// Runs after a throwing `init`, too, as soon as there is a descriptor.
    deinit {
        close(descriptor)
    }

    /// Whether a daemon has the lock of a ledger.
    ///
    /// - Returns: ``StartError/system(path:reason:)`` where this user cannot tell.
    static func isHeld(_ directory: LedgerDirectory) -> Result<Bool, StartError> {
        let descriptor = open(directory.lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT { return .success(false) }
            // Readers may not open it, since whoever has it open can hold it.
            var file = stat()
            if code == EACCES, lstat(directory.lock, &file) == 0, let list = SystemLocks.list(),
                let isHeld = SystemLocks.isHeld(file, list: list)
            {
                return .success(isHeld)
            }
            return .failure(.system(path: directory.lock, reason: SystemReason.text(code)))
        }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return .success(false) }
        if errno == EWOULDBLOCK { return .success(true) }
        return .failure(.system(path: directory.lock, reason: SystemReason.last))
    }

    /// Tries for a fifth of a second: somebody who asks whether a daemon runs has the lock for a moment.
    private static func lock(_ descriptor: Int32) -> Bool {
        for _ in 0..<10 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard [EWOULDBLOCK, EINTR].contains(errno) else { return false }
            usleep(20_000)
        }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: buffer[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
