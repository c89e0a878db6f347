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
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
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

    private static func holder(_ descriptor: Int32) -> Int32? {
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: buffer[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
