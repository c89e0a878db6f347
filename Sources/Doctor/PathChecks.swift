import Files
import CLinux
import EventLog
import Glibc
import Inbox
import LedgerService

/// Checks owners and permissions of everything in a ledger, and of the directories above it.
struct PathChecks {
    let ledger: LedgerDirectory
    let account: Account?
    let root: stat
    var found: [Diagnosis] = []
    /// How many of them are about the ledger's own user.
    var ownFaults = 0

    /// - Parameter root: The facts of the ledger's directory.
    init(_ ledger: LedgerDirectory, _ root: stat) {
        self.ledger = ledger
        self.root = root
        account = Account(root.st_uid)
    }

    /// - Parameter isService: Whether it is the ledger of this machine's service.
    mutating func run(isService: Bool) -> [Diagnosis] {
        checkWay()
        let places = InboxDirectories(ledger: ledger.path)
        let databases = [ledger.database, ledger.views]
        for path in databases.flatMap({ [$0, $0 + "-wal", $0 + "-shm"] }) { checkFile(path, 0o640) }
        for path in [ledger.publication.head, ledger.check, places.state] { checkFile(path, 0o640) }
        for path in [ledger.publication.key, "\(ledger.path)/\(LedgerLayout.secret)"] { checkFile(path, 0o600) }
        let locks = [ledger.lock, ledger.publication.lock, places.retentionLock, ledger.views + ".lock"]
        for path in locks + databases.map({ $0 + "-lock" }) { checkFile(path, 0o600) }
        let notes = [places.work, ledger.views + ".note"]
        // The daemon opens its notes once, at its start.
        for path in notes { checkFile(path, 0o600, then: "; systemctl try-restart storyledgerd") }
        for path in notes { checkFile(path + ".suspects", 0o600) }
        checkDirectory(ledger.inbox)
        let sources = directories(in: ledger.inbox)
        for path in sources { checkDirectory(path, isSource: true) }
        checkTree(ledger.publication.published, files: .published)
        for path in [ledger.archive, ledger.quarantine] { checkTree(path, files: .anybodys) }
        checkTree(places.staging, files: .producers)
        checkOthers(sources, isService: isService)
        if found.isEmpty { found.append(Diagnosis("rights", .ok, "owners and permissions are as they should be")) }
        return found
    }

    /// Directories above the ledger that its user cannot pass.
    private mutating func checkWay() {
        guard let account else {
            return report(
                ledger.path, "its owner is user \(root.st_uid), who does not exist", "chown storyledger: \(ledger.path)"
            )
        }
        for path in way {
            var facts = stat()
            guard stat(path, &facts) == 0 else { continue }
            if !account.has(.enter, to: facts), !hasAccessList(path) {
                report(path, "\(account.name) cannot pass it", "chmod o+x \(ShellWord.quoted(path))")
            }
        }
        checkChangeable(ledger.path)
        if root.st_mode & 0o002 != 0 {
            report(ledger.path, "everybody can write to it", "chmod o-w \(ShellWord.quoted(ledger.path))")
        }
    }

    /// Whether chattr(1) has made a file unchangeable.
    private mutating func checkChangeable(_ path: String) {
        guard FileOwner.isUnchangeable(path) else { return }
        report(path, "nobody can change it (chattr +i)", "chattr -i \(ShellWord.quoted(path))")
    }

    /// - Parameter next: What else the remedy needs.
    private mutating func checkFile(_ path: String, _ mode: mode_t, then next: String = "") {
        var facts = stat()
        guard lstat(path, &facts) == 0 else {
            if errno == EACCES { unknown(path) }
            return
        }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            let isDirectory = facts.st_mode & S_IFMT == S_IFDIR
            // A note is made again.
            let remedy =
                !next.isEmpty && isDirectory
                ? "rm -r \(path)\(next)" : "replace it by the file itself, with mode 0\(String(mode, radix: 8))"
            return report(path, "it is \(isDirectory ? "a directory, and not" : "not") a regular file", remedy)
        }
        checkChangeable(path)
        if facts.st_uid != root.st_uid {
            return report(path, "its owner is user \(name(facts.st_uid))", chown(path) + next)
        }
        let extra = facts.st_mode & 0o777 & ~mode
        if extra != 0 {
            let who = mode == 0o600 ? "others than its owner have rights to it" : "others have rights to it"
            report(
                path, "\(who): its mode is 0\(String(facts.st_mode & 0o777, radix: 8))",
                "chmod 0\(String(mode, radix: 8)) \(path)\(next)")
        } else if facts.st_mode & 0o600 & mode != 0o600 {
            report(path, "its owner cannot read and write it", "chmod 0\(String(mode, radix: 8)) \(path)\(next)")
        }
    }

    mutating func checkDirectory(_ path: String, isSource: Bool = false) {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            if errno == EACCES { unknown(path) }
            return
        }
        guard facts.st_mode & S_IFMT == S_IFDIR else {
            return report(path, "it is not a directory", "move it away")
        }
        checkChangeable(path)
        guard let account else { return }
        for (right, what) in [(Account.Right.enter, "enter"), (.read, "list"), (.write, "take files from")]
        where !account.has(right, to: facts) && !hasAccessList(path) {
            let mend =
                facts.st_uid == root.st_uid
                ? "chmod u+rwx \(ShellWord.quoted(path))" : isSource ? Self.asSource(path) : chown(path)
            return report(path, "\(account.name) cannot \(right == .write && !isSource ? "write to" : what) it", mend)
        }
        if isSource { checkProducer(of: path, facts) }
        if facts.st_mode & 0o002 != 0 {
            let what =
                isSource ? "everybody can put files into it, under the name of its source" : "everybody can write to it"
            report(path, what, "chmod o-w \(ShellWord.quoted(path))")
        }
    }

    /// The directories in one; none if they cannot be listed, which is reported for the directory itself.
    private func directories(in path: String) -> [String] {
        do throws(SystemFault) {
            return try DirectoryEntry.list(path)
                .filter { $0.isDirectory && $0.name.first != UInt8(ascii: ".") }
                .map { "\(path)/\(String(decoding: $0.name, as: UTF8.self))" }
                .sorted()
        } catch {
            return []
        }
    }

    func hasAccessList(_ path: String) -> Bool { clinux_has_access_list(path) != 0 }

    func name(_ id: uid_t) -> String { Account(id).map { "\($0.name)" } ?? "\(id)" }

    private func chown(_ path: String) -> String {
        "chown \(account?.name ?? "storyledger"): \(ShellWord.quoted(path))"
    }

    /// Whose directory a source's is: of the group that 'storyledger-source' gave it, and of no group of readers.
    private mutating func checkProducer(of path: String, _ facts: stat) {
        if let group = Self.producer(of: path), group != facts.st_gid {
            report(path, "its group is not that of its producer", Self.asSource(path))
        } else if facts.st_gid == root.st_gid, facts.st_mode & 0o020 != 0, Self.hasMembers(facts.st_gid) {
            report(
                path, "all who may read the ledger can put files into it, under the name of its source",
                Self.asSource(path))
        }
    }

    /// The group that a line of tmpfiles.d(5) gives to a source's directory; nil where there is none.
    static func producer(of path: String) -> gid_t? {
        let ending = "-source-\(path.split(separator: "/").last ?? "").conf"
        // Each unit of the machine has files of its own.
        let all: [DirectoryEntry]
        do throws(SystemFault) { all = try DirectoryEntry.list("/etc/tmpfiles.d") } catch { return nil }
        for name in all.map({ String(decoding: $0.name, as: UTF8.self) }).sorted() where name.hasSuffix(ending) {
            if let group = producer(of: path, in: "/etc/tmpfiles.d/\(name)") { return group }
        }
        return nil
    }

    private static func producer(of path: String, in name: String) -> gid_t? {
        guard let file = fopen(name, "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 4096)
        while fgets(&line, Int32(line.count), file) != nil {
            let fields = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }.split { $0 == 0x20 || $0 == 0x0A }
                .map { String(decoding: $0, as: UTF8.self) }
            guard fields.count >= 5, fields[0] == "d", fields[1] == path else { continue }
            return fields[4].withCString { getgrnam($0)?.pointee.gr_gid }
        }
        return nil
    }

    private static func hasMembers(_ group: gid_t) -> Bool { getgrgid(group)?.pointee.gr_mem?.pointee != nil }

    /// The command that lets a user read a file; nil where it can.
    static func opening(_ path: String, to account: Account) -> String? {
        ClosedPath.command(for: path) { place, right in
            var facts = stat()
            return stat(place, &facts) == 0 && !account.has(right == .pass ? .enter : .read, to: facts)
                && clinux_has_access_list(place) == 0
        }
    }

    /// What gives a source's directory back to its producer.
    static func asSource(_ path: String) -> String { asSource(Array(path.utf8)) }

    /// The same for the bytes of its path.
    static func asSource(_ path: [UInt8]) -> String {
        "storyledger-source \(ShellWord.quoted(Array(path.split(separator: UInt8(ascii: "/")).last ?? [])))"
    }

    mutating func report(_ path: String, _ message: String, _ remedy: String) {
        found.append(Diagnosis("rights", .fault, "\(path): \(message)", remedy: remedy))
    }

    mutating func unknown(_ path: String) {
        found.append(Diagnosis("rights", .unknown, "\(path): this user may not look at it", remedy: "run it as root"))
    }
}
