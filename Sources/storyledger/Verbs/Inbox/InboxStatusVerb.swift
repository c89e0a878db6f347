import ArgumentParser
import CanonicalJSON
import EventLog
import Inbox
import LedgerService
import StoryEvents

struct InboxStatusVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "List the files in the inbox, those deferred or suspended, and those refused, with reasons.")

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var length: LengthOptions

    /// Entries of each list shown without --all.
    private static let most = 200

    func run() throws {
        let directory = ledger.directory
        guard try orFail({ () throws(EventLogError) in try FileProbe.exists(directory.database) }) else {
            throw Failure(directory.absence)
        }
        let listing = InboxListing.read(InboxDirectories(ledger: directory.path))
        let daemon = DaemonPresence(of: directory)
        if output.isJSON { return try listing.json(daemon).printDocument() }
        Pager.start()
        try print(daemon)
        for obstacle in listing.obstacles { try Terminal.print("not listed: \(obstacle.reason)".onOneLine) }
        try Terminal.print("\(listing.inbox.count) in the inbox".styled(.bold))
        try length.print(listing.inbox, most: Self.most, indent: 2) { file throws(Failure) in
            try Terminal.print("  \(file.file)  \(file.bytes) bytes  since \(file.changed.shown)".onOneLine)
        }
        try printNotTaken(listing)
        try Terminal.print("\(listing.quarantine.count) in quarantine".styled(.bold))
        try length.print(listing.quarantine, most: Self.most, indent: 2) { refused throws(Failure) in
            try Terminal.print("  \(refused.name)  \(refused.reason?.recorded?.shown ?? "")".onOneLine)
            for fault in refused.reason?.faults ?? [] { try print(fault) }
        }
        if !listing.quarantine.isEmpty {
            try Terminal.print(
                "correct a file there and type 'storyledger inbox retry NAME', or drop a corrected one".forNamedLedger)
        }
    }

    private func print(_ presence: DaemonPresence) throws(Failure) {
        try Terminal.print(presence.text.onOneLine)
        guard let daemon = presence.state else { return }
        if let stall = daemon.stall {
            try Terminal.print("intake has stopped since \(stall.since.shown): \(stall.reason)".onOneLine)
            try Terminal.print("  \(stall.remedy.forNamedLedger)".onOneLine)
        }
        try list(daemon.waiting, "deferred", of: daemon.counts.waiting) {
            "  \($0.file)  for \($0.missing) of \($0.story)  since \($0.since.shown)  until \($0.until.shown)"
        }
        try list(daemon.unfinished, "unfinished", of: daemon.counts.unfinished) {
            let state = $0.isOpen ? "being written" : $0.isPerhapsOpen ? "perhaps being written" : "settling"
            return "  \($0.file)  \(state)  until \($0.until.shown)"
        }
        try list(daemon.suspended, "suspended", of: daemon.counts.suspended) {
            "  \($0.file)  \($0.reason)  since \($0.since.shown)  until \($0.until.shown)\n    \($0.remedy.string.forNamedLedger)"
        }
        try list(daemon.unwatched, "found by the scan only") {
            "  \($0.source)  \($0.directories.grouped) directories that are not watched"
        }
    }

    private func printNotTaken(_ listing: InboxListing) throws(Failure) {
        try list(listing.leftOut, "not taken") { "  \($0.file)  \($0.reason)" }
        try list(listing.unseen, "not looked at") { "  \($0.file)  \($0.reason)" }
    }

    private func list<Element>(
        _ elements: [Element], _ title: String, of count: Int = 0, _ line: (Element) -> String
    ) throws(Failure) {
        guard !elements.isEmpty else { return }
        let more = count > elements.count ? ", of which the daemon lists \(elements.count.grouped)" : ""
        try Terminal.print("\(max(count, elements.count).grouped) \(title)\(more)".styled(.bold))
        try length.print(elements, most: Self.most, indent: 2) { element throws(Failure) in
            for line in line(element).split(separator: "\n") { try Terminal.print(String(line).onOneLine) }
        }
    }

    private func print(_ fault: Reason.Fault) throws(Failure) {
        let place = fault.line.map { "\($0):\(fault.column ?? 1): " } ?? ""
        try Terminal.print("    \(place)\(fault.message)".onOneLine)
        try Terminal.print("      \(fault.remedy.forNamedLedger)".onOneLine)
    }
}

extension InboxListing {
    fileprivate func json(_ daemon: DaemonPresence) -> JSON {
        [
            "inbox": .array(
                inbox.map { ["file": .string($0.file), "bytes": JSON(stored: $0.bytes), "changed": JSON($0.changed)] }),
            "notTaken": Self.json(leftOut), "unseen": Self.json(unseen),
            "quarantine": .array(
                quarantine.map { refused in
                    ["name": .string(refused.name), "reason": refused.reason?.json ?? .null]
                }),
            "obstacles": .array(
                (obstacles.map(\.reason) + [daemon.obstacle].compactMap(\.self)).map { .string(Text($0)) }),
            "running": daemon.isRunning.map(JSON.bool) ?? .null, "daemon": daemon.state?.json ?? .null,
        ]
    }

    private static func json(_ leftOut: [InboxStatus.LeftOut]) -> JSON {
        .array(leftOut.map { ["file": .string($0.file), "reason": .string(Text($0.reason))] })
    }
}

extension DaemonPresence {
    /// Whether a daemon takes files in, in a line.
    var text: String {
        switch isRunning {
        case false?: "no daemon runs"
        case true?: (state.map { "a daemon runs, process \($0.process)" } ?? "a daemon runs") + suffix
        case nil: "whether a daemon runs cannot be told" + suffix
        }
    }

    private var suffix: String { obstacle.map { ": \($0)" } ?? "" }
}
