import Files
import Glibc

/// A file that is made under a name of its own, and given its real name once it is whole.
struct DraftFile {
    let path: String
    private let target: String

    /// Makes an empty file beside the target.
    ///
    /// - Parameter mode: Its mode, whatever the umask. Its owner and group are those of the directory.
    init(for target: String, mode: mode_t = 0o640) throws(EventLogError) {
        self.target = target
        path = "\(target).new-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(to: "make it", target) }
        defer { close(descriptor) }
        guard LedgerFile.settle(descriptor, path, mode: mode) else {
            let failure = Self.failure(to: "set its mode and owner", target)
            unlink(path)
            throw failure
        }
    }

    /// Writes the content of a small file, durably.
    func write(_ bytes: [UInt8]) throws(EventLogError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw Self.failure(to: "write it", target) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw Self.failure(to: "write it", target)
        }
    }

    /// Gives the file its name, durably.
    ///
    /// - Throws: ``EventLogError/exists(path:)`` when something has that name by now.
    func publish() throws(EventLogError) {
        guard link(path, target) == 0 else {
            throw errno == EEXIST ? .exists(path: target) : Self.failure(to: "name it", target)
        }
        discard()
        do throws(SystemFault) { try DirectoryNames.sync(LedgerFile.directory(of: target)) } catch {
            unlink(target)
            throw EventLogError(system: error.code, at: target, "cannot make its name durable: ")
        }
    }

    /// Removes the draft and what SQLite may have put beside it; does nothing once it is gone.
    func discard() {
        for ending in ["", "-wal", "-shm", "-journal"] { unlink(path + ending) }
    }

    private static func failure(to verb: String, _ target: String) -> EventLogError {
        EventLogError(system: errno, at: target, "cannot \(verb): ")
    }
}
