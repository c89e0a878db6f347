import Files
import Glibc

/// Whose a ledger's files are, and which of them a user has no right to.
enum FileOwner {
    /// The files of a database that SQLite opens together.
    private static let endings = ["", "-wal", "-shm"]

    /// The first file of a database that this user has no right to read; else, in a directory of this user's, to write.
    ///
    /// SQLite names none of them: it says that the database cannot be opened.
    static func denied(_ database: String) -> (path: String, reason: String)? {
        for right in [R_OK, W_OK] {
            if right == W_OK, owner(of: database)?.id != geteuid() { return nil }
            for path in endings.map({ database + $0 }) where access(path, right) != 0 {
                let code = errno
                if code == EACCES || code == EPERM { return (path, SystemReason.text(code)) }
            }
        }
        return nil
    }

    /// What gives this user the right to a file, if possible a command.
    static func remedy(for path: String) -> String {
        guard let owner = owner(of: path), owner.id != 0 else { return "run this as root" }
        var file = stat()
        if owner.id == geteuid(), lstat(path, &file) == 0 {
            return !isAnothers(path)
                ? "give its owner the right to it: chmod u+\(file.st_mode & S_IFMT == S_IFDIR ? "rwx" : "rw") \(path)"
                : "give it back to the ledger's user: chown \(owner.name): \(path)"
        }
        return "run this as the ledger's user, \(owner.name), or as a member of its group where it only reads"
    }

    /// Whether a file in this user's directory belongs to another user.
    static func isAnothers(_ path: String) -> Bool {
        var file = stat()
        return owner(of: path)?.id == geteuid() && lstat(path, &file) == 0 && file.st_uid != geteuid()
    }

    /// The owner of the directory that a file is in.
    private static func owner(of path: String) -> (id: uid_t, name: String)? {
        var directory = stat()
        guard stat(LedgerFile.directory(of: path), &directory) == 0 else { return nil }
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        var (entry, found) = (passwd(), UnsafeMutablePointer<passwd>?.none)
        guard getpwuid_r(directory.st_uid, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
            return (directory.st_uid, "\(directory.st_uid)")
        }
        return (directory.st_uid, String(cString: entry.pw_name))
    }
}
