import Files
import EventLog
import Glibc

/// Keeps a second daemon away from a ledger while this value lives. The system releases the lock when the process ends,
/// in whatever way.
public final class LedgerLock: Sendable {
    private let descriptor: Int32
    private let path: String
    /// The process, and where it answers: for people, and for programs that ask it.
    private let text: [UInt8]

    /// Takes the lock of a ledger, without waiting.
    ///
    /// - Parameter address: Where the process answers questions about its health; nil for nowhere.
    /// - Throws: ``StartError/locked(directory:process:)`` if another process has it.
    public init(_ directory: LedgerDirectory, answersAt address: ListenAddress? = nil) throws(StartError) {
        path = directory.lock
        text = Array(("\(getpid())\n" + (address.map { "\($0)\n" } ?? "")).utf8)
        var opened = LedgerFile.openLock(directory.lock)
        // On a file system that is read-only now: it may be writable later.
        if opened < 0, errno == EROFS { opened = open(directory.lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        descriptor = opened
        guard descriptor >= 0 else { throw StartError(system: errno, at: directory.lock) }
        // A process that checks for a daemon holds the lock for a moment.
        switch FileLock.wait(descriptor, patience: .milliseconds(200)) {
        case .taken: break
        case .held: throw .locked(directory: directory.path, process: Self.holder(descriptor))
        case .failed(let code): throw .system(path: directory.lock, reason: SystemReason.text(code))
        }
        // The lock is valid without that, as on a full disk.
        _ = name()
    }

    /// Writes into the file who holds the lock.
    ///
    /// - Returns: 0, or the error number with which the system refused.
    func name() -> Int32 {
        if write(descriptor) { return 0 }
        let code = errno
        // What was opened on a read-only file system cannot be written to later. A lock of flock(2) stays with its own descriptor.
        guard code == EBADF || code == EINVAL else { return code }
        let other = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard other >= 0 else { return errno }
        defer { close(other) }
        return write(other) ? 0 : errno
    }

    private func write(_ descriptor: Int32) -> Bool {
        // First the text: a full disk takes it where the name of the last process was.
        let count = pwrite(descriptor, text, text.count, 0)
        if count >= 0, count < text.count { errno = ENOSPC }
        return count == text.count && ftruncate(descriptor, off_t(text.count)) == 0
    }

    /// Where the file of a ledger says that its daemon answers; nil where it does not say, or where this user may not read it.
    static func address(_ directory: LedgerDirectory) -> ListenAddress? {
        let descriptor = open(directory.lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        let lines = buffer[..<count].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count > 1 else { return nil }
        return ListenAddress(String(decoding: lines[1], as: UTF8.self))?.resolved([:], socket: "")
    }

    /// Runs also after an `init` that throws, once there is a descriptor.
    deinit {
        close(descriptor)
    }

    /// Has the disk answer: writes a time to the lock's file, and waits until it is durable.
    ///
    /// - Returns: 0, or the error number with which the system refused: an answer, too.
    func touch() -> Int32 {
        if futimens(descriptor, nil) != 0 { return errno }
        return fsync(descriptor) == 0 ? 0 : errno
    }

    /// Whether a daemon holds the lock of a ledger.
    ///
    /// - Returns: ``StartError/system(path:reason:)`` if this user cannot find out.
    static func isHeld(_ directory: LedgerDirectory) -> Result<Bool, StartError> {
        let descriptor = open(directory.lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT { return .success(false) }
            // Readers may not open the file, since a process that has it open can hold the lock.
            var file = stat()
            if code == EACCES, lstat(directory.lock, &file) == 0, let list = SystemLocks.list(),
                let isHeld = SystemLocks.isHeld(file, list: list)
            {
                return .success(isHeld)
            }
            return .failure(.system(path: directory.lock, reason: SystemReason.text(code)))
        }
        defer { close(descriptor) }
        return switch FileLock.attempt(descriptor, isShared: true) {
        case .taken: .success(false)
        case .held: .success(true)
        case .failed(let code): .failure(.system(path: directory.lock, reason: SystemReason.text(code)))
        }
    }

    /// Does something while no daemon has the lock of a ledger, and none can start; nothing where one has it, or where this user
    /// cannot find out.
    static func whileFree(
        _ directory: LedgerDirectory, _ body: () throws(EventLogError) -> Void
    ) throws(EventLogError) {
        let descriptor = open(directory.lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            // No daemon has ever run.
            if errno == ENOENT { try body() }
            return
        }
        defer { close(descriptor) }
        if FileLock.attempt(descriptor) == .taken { try body() }
    }

    /// The process that holds the lock of a ledger; nil where none is known to, or where this user may not read its name.
    static func process(_ directory: LedgerDirectory) -> Int32? {
        guard case .success(true) = isHeld(directory) else { return nil }
        let descriptor = open(directory.lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return holder(descriptor)
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: buffer[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
