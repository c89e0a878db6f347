import Files
import Glibc

extension PathChecks {
    /// Whose the files in a tree are.
    enum Ownership {
        /// The ledger's user makes them all, and reads them again.
        case published
        /// The ledger's user reads them; who owns them does not matter.
        case anybodys
        /// Files on their way through, with the rights that their producer gave them: only directories matter.
        case producers
    }

    /// The most entries that are looked at, besides the newest ones.
    private static let most = 1_000

    /// Checks a directory and what is below it. One fault is enough: its remedy is for the whole tree.
    mutating func checkTree(_ path: String, files: Ownership) {
        let before = found.count
        checkDirectory(path)
        // Who may not look into it was told so.
        guard found.count == before || isOwnersFault(path), let account else { return }
        var fault: TreeFault?
        for place in entries(below: path) {
            guard let what = self.fault(of: place, files, account) else { continue }
            fault = what.isOfOwner ? what : fault ?? what
            if what.isOfOwner { break }
        }
        guard let fault, fault.isOfOwner || found.count == before else { return }
        found.removeSubrange(before...)
        let place = files == .published ? path : fault.path
        let command =
            fault.isOfOwner ? "chown -R \(account.name): \(path)" : "\(fault.mode) \(ShellWord.quoted(place))"
        report(fault.path, fault.message, command)
    }

    /// Whether a directory that was reported belongs to another user than the ledger.
    private func isOwnersFault(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_uid != root.st_uid
    }

    /// Something in a tree with which the daemon does not work.
    private struct TreeFault {
        let path: String
        let message: String
        let isOfOwner: Bool
        /// The command that mends the mode.
        var mode = ""
    }

    private func fault(of path: String, _ files: Ownership, _ account: Account) -> TreeFault? {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { return nil }
        switch facts.st_mode & S_IFMT {
        case S_IFDIR: break
        case S_IFREG where files != .producers: break
        default: return nil
        }
        let isDirectory = facts.st_mode & S_IFMT == S_IFDIR
        let rights: [Account.Right] = isDirectory ? [.enter, .read, .write] : [.read]
        let isClosed = rights.contains { !account.has($0, to: facts) } && !hasAccessList(path)
        if facts.st_uid != root.st_uid, isClosed || files == .published {
            return TreeFault(path: path, message: "its owner is user \(name(facts.st_uid))", isOfOwner: true)
        }
        if isClosed {
            let what = isDirectory ? "write to" : "read"
            return TreeFault(
                path: path, message: "\(account.name) cannot \(what) it", isOfOwner: false,
                mode: files == .published ? "chmod -R u+rwX,go+rX" : isDirectory ? "chmod u+rwx" : "chmod u+r")
        }
        // What is published is for everybody.
        let isDraft = path.split(separator: "/").last?.hasPrefix(".") == true
        if files == .published, !isDraft, facts.st_mode & 0o004 == 0 || isDirectory && facts.st_mode & 0o001 == 0 {
            return TreeFault(
                path: path, message: "readers cannot read it", isOfOwner: false, mode: "chmod -R u+rwX,go+rX")
        }
        guard facts.st_mode & 0o002 != 0 else { return nil }
        return TreeFault(path: path, message: "everybody can write to it", isOfOwner: false, mode: "chmod o-w")
    }

    /// The first entries of a tree, level by level, and its newest ones: the names of tiles and of days grow.
    private func entries(below path: String) -> [String] {
        var (found, next) = ([String](), 0)
        var queue = [path]
        while next < queue.count, found.count < Self.most {
            let (all, directories) = list(queue[next])
            next += 1
            found += all.prefix(Self.most - found.count)
            queue += directories
        }
        var known = Set(found)
        let inner = list(path).directories.suffix(16)
        for start in [path] + inner + inner.flatMap({ list($0).directories.suffix(16) }) {
            var place = start
            for _ in 0..<8 {
                let (all, directories) = list(place)
                found += all.suffix(256).filter { known.insert($0).inserted }
                guard let newest = directories.last else { break }
                place = newest
            }
        }
        return found
    }

    /// The paths in a directory, in the order of their names; none where it cannot be listed.
    private func list(_ path: String) -> (all: [String], directories: [String]) {
        do throws(SystemFault) {
            let entries = try DirectoryEntry.list(path)
                .map { (path: "\(path)/\(String(decoding: $0.name, as: UTF8.self))", isDirectory: $0.isDirectory) }
                .sorted { $0.path < $1.path }
            return (entries.map(\.path), entries.filter(\.isDirectory).map(\.path))
        } catch {
            return ([], [])
        }
    }
}
