import CLinux
import EventLog
import Files
import Glibc
import Inbox
import LedgerService

extension PathChecks {
    /// Users other than the ledger's own who have to do with it, and what they are called in a message.
    private struct Others {
        let accounts: [Account]

        /// Those who lack a right to a file, by name; nil if there are none.
        func without(_ right: Account.Right, to facts: stat) -> String? {
            let names = accounts.filter { !$0.has(right, to: facts) }.map(\.name).sorted()
            guard let first = names.first else { return nil }
            return names.count == 1
                ? first : names.count == 2 ? names.joined(separator: " and ") : "\(first) and \(names.count - 1) others"
        }
    }

    /// Checks what producers and readers need: the way to the inbox, and the files of the record.
    ///
    /// A ledger that is one user's alone has neither.
    mutating func checkOthers(_ sources: [String], isService: Bool) {
        let producers = sources.compactMap { path in
            Self.producer(of: path).map { (path, Others(accounts: Account.members(of: $0, except: root.st_uid))) }
        }
        let readers = Others(accounts: Account.members(of: root.st_gid, except: root.st_uid))
        let all = Others(accounts: Array(Set(readers.accounts + producers.flatMap(\.1.accounts))))
        ownFaults = found.count
        guard isService || !producers.isEmpty || root.st_mode & 0o050 == 0o050 && isReached(by: readers) else { return }
        for path in way { check(path, all, .enter, "pass it", "o+x") }
        let writers = Others(accounts: Array(Set(producers.flatMap(\.1.accounts))))
        for path in [ledger.path, ledger.inbox] { check(path, writers, .enter, "pass it", "o+x") }
        for (path, producer) in producers {
            let mend = Self.asSource(path)
            check(path, producer, .write, "put files into it", then: mend)
            check(path, producer, .enter, "enter it", then: mend)
        }
        let places = InboxDirectories(ledger: ledger.path)
        for path in [ledger.path, ledger.archive, ledger.quarantine] {
            check(path, readers, .enter, "enter it", "g+rx")
            check(path, readers, .read, "list it", "g+rx")
        }
        let databases = [ledger.database, ledger.views].flatMap { [$0, $0 + "-wal", $0 + "-shm"] }
        for path in databases + [ledger.publication.head, places.state] {
            check(path, readers, .read, "read it", "g+r")
        }
    }

    /// Whether users can come as far as the ledger: one below a closed home directory is its owner's alone, on purpose.
    private func isReached(by users: Others) -> Bool {
        way.allSatisfy { path in
            var facts = stat()
            return stat(path, &facts) != 0 || users.without(.enter, to: facts) == nil || hasAccessList(path)
        }
    }

    /// Reports the users who lack a right to a path, unless that was said of them, or of the ledger's own user.
    ///
    /// - Parameters:
    ///   - mode: What chmod(1) has to add.
    ///   - command: What mends it instead.
    private mutating func check(
        _ path: String, _ users: Others, _ right: Account.Right, _ what: String, _ mode: String = "",
        then command: String? = nil
    ) {
        var facts = stat()
        guard stat(path, &facts) == 0, let names = users.without(right, to: facts), !hasAccessList(path) else { return }
        let isSaid =
            found.prefix(ownFaults).contains { $0.message.hasPrefix("\(path): ") }
            || found.contains { $0.message.hasPrefix("\(path): \(names) ") }
        guard !isSaid else { return }
        let place = ShellWord.quoted(path)
        let isReaders = facts.st_gid == root.st_gid || !mode.hasPrefix("g")
        let group = isReaders ? "" : "chgrp \(Self.name(ofGroup: root.st_gid)) \(place); "
        report(path, "\(names) cannot \(what)", command ?? "\(group)chmod \(mode) \(place)")
    }

    /// The name of a group, or the number of one without a name.
    private static func name(ofGroup group: gid_t) -> String {
        getgrgid(group).map { String(cString: $0.pointee.gr_name) } ?? "\(group)"
    }

    /// The directories above the ledger, the nearest first.
    var way: [String] {
        var (path, all) = (ledger.path, [String]())
        while let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            path = String(path[..<slash])
            all.append(path)
        }
        return all
    }
}

extension Account {
    /// The members of a group: those whom it names, and those whose own group it is.
    static func members(of group: gid_t, except owner: uid_t) -> [Account] {
        var ids: Set<uid_t> = []
        if let names = getgrgid(group)?.pointee.gr_mem {
            var next = names
            while let name = next.pointee {
                if let id = getpwnam(name)?.pointee.pw_uid { ids.insert(id) }
                next += 1
            }
        }
        setpwent()
        defer { endpwent() }
        while let entry = getpwent() { if entry.pointee.pw_gid == group { ids.insert(entry.pointee.pw_uid) } }
        return ids.subtracting([owner, 0]).sorted().compactMap { Account($0) }
    }
}
