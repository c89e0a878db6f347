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
        if let command = unlocking(path) ?? command(for: path, climbs: false) { return command }
        // A unit with users of its own sees the files of all others as those of one user.
        guard let owner = owner(of: path), owner.id != overflow, owner.id != geteuid() else { return unknown }
        guard owner.id != 0 else { return ofService(path) ?? "run this as root" }
        return "run this as the ledger's user, \(owner.name), or as a member of its group where it only reads"
    }

    /// What gives the ledger's user, who runs this process, the right to a file.
    package static func mend(_ path: String) -> String {
        unlocking(path) ?? command(for: path, climbs: true) ?? commandInInbox(for: path) ?? unknown
    }

    /// What gives a user the right to read a file of the ledger: a command for the ledger's user, else who may read it.
    package static func advice(for path: String) -> String { isOwn(path) ? mend(path) : remedy(for: path) }

    /// Whether a remedy leaves it to 'doctor' to say what to do.
    package static func isUnknown(_ remedy: String) -> Bool { remedy.contains(unknown) }

    /// The file of a database that this user has no right to; nil where there is none.
    package static func closed(_ database: String) -> String? { denied(database)?.path }

    /// The command that gives a directory, and what was copied into it, to the owner of the directory above.
    package static func restoring(_ directory: String) -> String {
        "chown -R \(owner(of: directory)?.name ?? "storyledger"): \(ShellWord.quoted(directory))"
    }

    /// The command that puts a file back that only the ledger's user may read.
    package static func install(_ path: String) -> String {
        "install -m 0600 \(flags(path))COPY \(ShellWord.quoted(path))"
    }

    /// The flag of install(1) that gives a file the owner of its directory; empty where that is root.
    private static func flags(_ path: String) -> String {
        guard let owner = owner(of: path), owner.id != 0, [0, owner.id].contains(geteuid()) || owner.id != overflow
        else { return "" }
        return "-o \(owner.name) "
    }

    /// Whether the directory of a file is this user's.
    package static func isOwn(_ path: String) -> Bool {
        var directory = stat()
        return stat(LedgerFile.directory(of: path), &directory) == 0 && directory.st_uid == geteuid()
    }

    /// Other users than those of the process, as proc_sys_kernel(5) has it by default.
    static let overflow: uid_t = 65_534
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
            let (place, ledger) = (ShellWord.quoted(closed), LedgerFile.directory(of: closed))
            if let strangers = strangers(ledger) {
                return "\(ledger): \(strangers.message); give it back: \(strangers.command)"
            }
            return "give it back to the ledger's user: chown \(isDirectory ? "-R " : "")\(owner.name): \(place)"
        }
        let right = R_OK | W_OK | (isDirectory ? X_OK : 0)
        guard file.st_uid == geteuid(), access(closed, right) != 0 else { return nil }
        return "give its owner the right to it: chmod u+\(isDirectory ? "rwx" : "rw") \(ShellWord.quoted(closed))"
    }

    /// The command that gives this user, the ledger's, what a producer has left in the inbox; nil where nothing on the way there is
    /// closed to it.
    private static func commandInInbox(for path: String) -> String? {
        guard let inbox = path.firstRange(of: "/\(LedgerLayout.inbox)/") else { return nil }
        var (place, above) = (String(path[..<inbox.upperBound].dropLast()), "")
        for name in path[inbox.upperBound...].split(separator: "/") {
            (place, above) = ("\(place)/\(name)", place)
            var file = stat()
            guard lstat(place, &file) == 0 else { return nil }
            let isDirectory = file.st_mode & S_IFMT == S_IFDIR
            guard access(place, isDirectory ? R_OK | W_OK | X_OK : R_OK) != 0 else { continue }
            if isDirectory, above.hasSuffix("/\(LedgerLayout.inbox)") {
                return "storyledger-source \(ShellWord.quoted(String(name)))"
            }
            let (word, all) = (ShellWord.quoted(place), isDirectory ? "-R " : "")
            var commands: [String] = []
            if file.st_uid != geteuid() { commands.append("chown \(all)\(self.name(of: geteuid())): \(word)") }
            let needed: mode_t = isDirectory ? 0o700 : 0o400
            if file.st_mode & needed != needed { commands.append("chmod \(all)u+rwX \(word)") }
            return commands.isEmpty ? nil : "let the ledger's user read it: \(commands.joined(separator: "; "))"
        }
        return nil
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
    static func owner(of path: String) -> (id: uid_t, name: String)? {
        var directory = stat()
        guard stat(LedgerFile.directory(of: path), &directory) == 0 else { return nil }
        return (directory.st_uid, name(of: directory.st_uid))
    }

    /// The name of a user, or the number of one without a name.
    static func name(of user: uid_t) -> String {
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        var (entry, found) = (passwd(), UnsafeMutablePointer<passwd>?.none)
        guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return "\(user)" }
        return String(cString: entry.pw_name)
    }
}
