import Backup
import CanonicalJSON
import EventLog
import Glibc
import LedgerService
import StoryEvents

extension Restoration.Summary {
    /// Prints what was restored, and what a person has to do now.
    ///
    /// - Parameters:
    ///   - backup: The backup's name.
    ///   - names: The sources of the log's files.
    func print(_ directory: LedgerDirectory, from backup: String, _ names: [String], isJSON: Bool) throws(Failure) {
        let sources = sources(names)
        if isJSON { return try json(directory, sources).printLine() }
        try Terminal.print("\(directory.path): restored \(manifest.origin)".onOneLine)
        try Terminal.print("\(count(manifest.events, "event")), as of the backup of \(manifest.created)")
        if let published, isBehind {
            try Terminal.print(
                "readers have seen \(count(Int64(clamping: published), "event")) that this log does not extend: nothing is "
                    + "signed until you decide, see 'storyledger publish --help'")
        }
        if !undoneTakedowns.isEmpty {
            let list = undoneTakedowns.map { "\($0)" }.joined(separator: ", ")
            try Terminal.print(
                "the words that these takedowns of the old ledger took are back: \(list); withhold them again".onOneLine
            )
        }
        if let setAside {
            try Terminal.print(
                "the old ledger's files are in \(setAside); remove them when they are no longer needed".onOneLine)
        }
        for name in missing {
            try Terminal.print(
                "missing: \(directory.path)/\(name); put this ledger's own there, with mode 0600, before the daemon starts"
                    .onOneLine)
        }
        if let handover = directory.handover { try Terminal.print(LedgerDirectory.handoverLine(handover).onOneLine) }
        if let configuration {
            try Terminal.print("configuration: compare \(configuration) in \(backup) with /etc/storyledger".onOneLine)
        }
        if !sources.isEmpty {
            try Terminal.print("sources of this log: on a new machine, each needs its directory again")
            for source in sources { try Terminal.print("  \(source.command.forNamedLedger)".onOneLine) }
        }
        if mayBeBehind, !isBehind { try printComparison(directory) }
    }

    /// How to find out what was published after the backup.
    private func printComparison(_ directory: LedgerDirectory) throws(Failure) {
        let place = NamedLedger.word(directory.path)
        let tree = NamedLedger.word("\(directory.path)/public")
        for line in [
            "before the daemon starts: others may have seen more of this log than the backup holds. It would sign another history.",
            "  storyledger verify --ledger \(place) --checkpoint FILE --key KEY",
            "    FILE is the newest checkpoint of a web server that has public/, of a witness or of a reader, KEY the log's key as they have it",
            "  storyledger monitor \(tree) --key KEY",
            "    as the user of a monitor, whose known-logs it compares with",
            "  cp -r PUBLIC/. \(tree)/; \(FileOwner.publishing(directory.path))",
            "    where FILE has more events: PUBLIC is all of public/ as readers have it. Nothing is signed then until you decide,",
            "    see 'storyledger publish --help'; a checkpoint alone leaves a history that was given up without its tiles",
        ] { try Terminal.print(line.onOneLine) }
    }

    private func json(_ directory: LedgerDirectory, _ sources: [InboxSource]) -> JSON {
        [
            "ledger": .string(Text(directory.path)), "origin": .string(Text(manifest.origin)),
            "events": .integer(manifest.events), "backup": .string(Text(manifest.created.description)),
            "published": published.map { .integer(Int64(clamping: $0)) } ?? .null, "behind": .bool(isBehind),
            "mayBeBehind": .bool(mayBeBehind),
            "undoneTakedowns": .array(undoneTakedowns.map { .integer($0.value) }),
            "setAside": setAside.map { .string(Text($0)) } ?? .null,
            "missing": .array(missing.map { .string(Text($0)) }),
            "handover": directory.handover.map { .string(Text($0)) } ?? .null,
            "configuration": configuration.map { .string(Text($0)) } ?? .null,
            "sources": .array(
                sources.map { source in
                    [
                        "name": .string(Text(source.name)), "user": source.user.map { .string(Text($0)) } ?? .null,
                        "command": .string(Text(source.command.forNamedLedger)),
                    ]
                }),
        ]
    }

    /// Those that had a directory when the backup was made, and those that only files are left of.
    private func sources(_ names: [String]) -> [InboxSource] {
        let known = Set(manifest.sources.map(\.name))
        let others = names.filter { !known.contains($0) }.map { InboxSource(name: $0, user: nil) }
        return (manifest.sources + others).sorted { $0.name < $1.name }
    }
}

extension InboxSource {
    /// What makes its directory again, and its user where this machine has none of that name.
    fileprivate var command: String {
        guard let user else {
            return "storyledger-source \(name):USER, where USER is who puts files there: the backup does not know"
        }
        let command = "storyledger-source \(user == name ? name : "\(name):\(user)")"
        return getpwnam(user) == nil ? "useradd --system \(user); \(command)" : command
    }
}
