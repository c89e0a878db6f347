import ArgumentParser
import CanonicalJSON
import Inbox
import StoryEvents

struct InboxStatusVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "List what is in the inbox, and what was refused and why.")

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        _ = try ledger.open()
        let listing = try orFail { () throws(InboxError) in
            try InboxListing.read(InboxDirectories(ledger: ledger.directory.path))
        }
        if output.isJSON { return try listing.json.printDocument() }
        Pager.start()
        try Terminal.print("\(listing.inbox.count) in the inbox".styled(.bold))
        for file in listing.inbox {
            try Terminal.print("  \(file.file)  \(file.bytes) bytes  since \(file.changed)".onOneLine)
        }
        try Terminal.print("\(listing.quarantine.count) in quarantine".styled(.bold))
        for refused in listing.quarantine {
            try Terminal.print("  \(refused.name)  \(refused.reason?.recorded?.description ?? "")".onOneLine)
            for fault in refused.reason?.faults ?? [] { try print(fault) }
        }
        if !listing.quarantine.isEmpty {
            try Terminal.print("correct a file there and type 'storyledger inbox retry NAME', or drop a corrected one")
        }
    }

    private func print(_ fault: Reason.Fault) throws(Failure) {
        let place = fault.line.map { "\($0):\(fault.column ?? 1): " } ?? ""
        try Terminal.print("    \(place)\(fault.message)".onOneLine)
        try Terminal.print("      \(fault.remedy)".onOneLine)
    }
}

extension InboxListing {
    fileprivate var json: JSON {
        [
            "inbox": .array(
                inbox.map { ["file": .string($0.file), "bytes": JSON(stored: $0.bytes), "changed": JSON($0.changed)] }),
            "quarantine": .array(
                quarantine.map { refused in
                    ["name": .string(refused.name), "reason": refused.reason?.json ?? .null]
                }),
        ]
    }
}
