import Files
import Glibc

/// Whose a ledger's files are, and which of them a user has no right to.
package enum FileOwner {
    /// The files of a database that SQLite opens together.
    private static let endings = ["", "-wal", "-shm"]

    /// The first file of a database that this user has no right to read; else, in a directory of this user's, to write.
    ///
    /// SQLite names none of them: it says that the database cannot be opened.
    static func denied(_ database: String) -> (path: String, reason: String)? {
        for right in [R_OK, W_OK] {
            if right == W_OK, !isOwn(database) { return nil }
            for path in endings.map({ database + $0 }) where access(path, right) != 0 {
                let code = errno
                if code == EACCES || code == EPERM { return (path, SystemReason.text(code)) }
            }
        }
        return nil
    }

    /// What gives this user the right to a file, if possible a command.
    static func remedy(for path: String) -> String {
        if let command = command(for: path, climbs: false) { return command }
        // A unit with users of its own sees the files of all others as those of one user.
        guard let owner = owner(of: path), owner.id != overflow, owner.id != geteuid() else { return unknown }
        guard owner.id != 0 else { return "run this as root" }
        return "run this as the ledger's user, \(owner.name), or as a member of its group where it only reads"
    }

    /// What gives the ledger's user, who runs this process, the right to a file.
    package static func mend(_ path: String) -> String { command(for: path, climbs: true) ?? unknown }

    /// The file of a database that this user has no right to; nil where there is none.
    package static func closed(_ database: String) -> String? { denied(database)?.path }

    /// The flag of install(1) that gives a file the owner of its directory; empty where that is root.
    static func flags(_ path: String) -> String {
        guard let owner = owner(of: path), owner.id != 0, [0, owner.id].contains(geteuid()) || owner.id != overflow
        else { return "" }
        return "-o \(owner.name) "
    }

    /// The beginning of a command line that runs the rest as the owner of a directory; empty where that is root, or unknown.
    static func asOwner(of directory: String) -> String {
        guard let owner = owner(of: directory + "/."), owner.id != 0, owner.id != overflow else { return "" }
        return "runuser -u \(owner.name) -- "
    }

    /// Whether the directory of a file is this user's.
    package static func isOwn(_ path: String) -> Bool {
        var directory = stat()
        return stat(LedgerFile.directory(of: path), &directory) == 0 && directory.st_uid == geteuid()
    }

    /// Other users than those of the process, as proc_sys_kernel(5) has it by default.
    private static let overflow: uid_t = 65_534
    private static let unknown =
        "give the ledger's user the right to it: 'storyledger doctor', run as root, names what is wrong, and the command"

    /// The command that gives this user the right to a file in a directory of its own; nil where this user has it, or where nothing
    /// above the file is this user's.
    private static func command(for path: String, climbs: Bool) -> String? {
        // Whose a source's directory is, is another question: 'doctor' knows.
        guard var closed = obstacle(path, climbs: climbs), !closed.contains("/\(LedgerLayout.inbox)/") else {
            return nil
        }
        var file = stat()
        // What cannot be made or looked at is for its directory to allow.
        if lstat(closed, &file) != 0 { closed = LedgerFile.directory(of: closed) }
        guard let owner = owner(of: closed), lstat(closed, &file) == 0 else { return nil }
        let isDirectory = file.st_mode & S_IFMT == S_IFDIR
        if file.st_uid != geteuid(), owner.id == geteuid() {
            return "give it back to the ledger's user: chown \(isDirectory ? "-R " : "")\(owner.name): \(closed)"
        }
        let right = R_OK | W_OK | (isDirectory ? X_OK : 0)
        guard file.st_uid == geteuid(), access(closed, right) != 0 else { return nil }
        return "give its owner the right to it: chmod u+\(isDirectory ? "rwx" : "rw") \(closed)"
    }

    /// A file in a directory of this user's: the one named, or the first thing on the way to it.
    private static func obstacle(_ path: String, climbs: Bool) -> String? {
        var place = path
        while let owner = owner(of: place) {
            if owner.id == geteuid() { return place }
            let above = LedgerFile.directory(of: place)
            guard climbs, above != place, above != "." else { return nil }
            place = above
        }
        return nil
    }

    /// Whether a file in this user's directory belongs to another user.
    static func isAnothers(_ path: String) -> Bool {
        var file = stat()
        return isOwn(path) && lstat(path, &file) == 0 && file.st_uid != geteuid()
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
