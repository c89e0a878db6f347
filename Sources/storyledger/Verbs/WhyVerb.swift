import ArgumentParser
import CanonicalJSON
import EventLog
import StoryEvents

struct WhyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Show the file, its hash and the receipt that an event came from.",
        discussion: """
            --source prints the file itself, as it was taken in: byte for byte, or on a terminal with its control \
            characters made visible. The archive has what came through the inbox, for as long as the setting archive.keep says; 'storyledger append' keeps no file.

            The file's name and hash are what the event's leaf commits to. The exit status is 1 where the receipt, a note of \
            the keeper, names another file, or is missing.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Flag(name: .customLong("source"), help: "Print the file that the event came from, out of the archive.")
    var isSource = false

    @Argument(help: "The event's position: 17, or @17.")
    var position: String

    func validate() throws {
        if isSource, output.isJSON { throw ValidationError("--source and --json cannot go together") }
    }

    func run() throws {
        guard let value = Int64(position.hasPrefix("@") ? String(position.dropFirst()) : position), value >= 0 else {
            throw Failure(Failure.usage, "'\(position)' is no position", remedy: "write a number from 0, or @17")
        }
        let store = try ledger.open()
        let found = try orFail { () throws(EventLogError) in
            (try store.receipt(ofEventAt: Position(value)), try store.event(at: Position(value)))
        }
        let removal = try orFail { () throws(EventLogError) in
            try found.0.flatMap { receipt throws(EventLogError) in try store.removal(of: receipt.number) }
        }
        guard let event = found.1 else {
            let size = try orFail { () throws(EventLogError) in try store.size() }
            throw Failure(
                Failure.noInput, "there is no event at @\(value); the log has \(size)",
                remedy: "list events with 'storyledger log'")
        }
        let file = EventFile(event, found.0)
        guard let receipt = found.0 else {
            throw Failure(
                Failure.different, "the receipt of @\(value) is missing",
                remedy: "'storyledger verify' looks for what else is")
        }
        if isSource {
            if let difference = file.difference { throw Failure(difference) }
            return try SourceFile(receipt, event, store, ledger.directory).print()
        }
        if output.isJSON {
            let taken = event.withheld ?? event.partial?.takedowns.last
            try ReceiptOutput.print(
                receipt, ReceiptEntries(receipt, in: store),
                and: [
                    ("withheld", taken?.json ?? .null),
                    ("removed", removal.map { .string(Text($0.noted.description)) } ?? .null),
                    ("committed", file.content.committed),
                    ("difference", JSON(file.difference.map { Text($0) })),
                ])
        } else {
            try print(event, receipt, file, removal?.noted)
        }
        if let difference = file.difference { throw Failure(difference) }
    }

    private func print(
        _ event: RecordedEvent, _ receipt: Receipt, _ file: EventFile, _ removed: RecordedTime?
    ) throws(Failure) {
        let envelope = event.envelope
        try Terminal.print(
            "\(envelope.position)  \(envelope.type.rawValue)  \(envelope.story)  r\(envelope.revision)".onOneLine)
        switch file.content {
        case .withheld(let takedown):
            try Terminal.print("  file      its name and hash were withheld by \(takedown)")
        case .committed(let name, let sha256):
            try Terminal.print("  file      \(name.string.onOneLine)")
            try Terminal.print("  sha256    \(sha256.string.onOneLine)")
        case .noted(let name, let sha256):
            try Terminal.print("  file      \(name.string.onOneLine) (its receipt says so, the leaf does not)")
            try Terminal.print("  sha256    \(sha256)")
        case .unknown: try Terminal.print("  file      unknown")
        }
        try Terminal.print("  receipt   \(receipt.number), \(receipt.outcome.rawValue) \(receipt.recorded.shown)")
        if let removed { try Terminal.print("  archive   removed by retention \(removed.shown)") }
        try Terminal.print("  identity  \(envelope.identity.source) \(envelope.identity.id)".onOneLine)
        if let withheld = event.withheld { try Terminal.print("  data      \(withheld)".onOneLine) }
        for taken in event.partial?.takedowns ?? [] { try Terminal.print("  data      in part \(taken)".onOneLine) }
        let others = receipt.documents - 1
        if others > 0 { try Terminal.print("  and \(others) more documents of that file") }
    }
}

extension EventFile.Content {
    /// `{name, sha256}` as the leaf commits to it; null where it does not.
    fileprivate var committed: JSON {
        guard case .committed(let name, let sha256) = self else { return .null }
        return ["name": .string(name), "sha256": .string(sha256)]
    }
}

extension Failure {
    /// A receipt that says otherwise than the leaf of its event.
    fileprivate init(_ difference: String) {
        self.init(
            Self.different, difference.onOneLine,
            remedy:
                "believe the leaf: a receipt is a note that its keeper can change; 'storyledger verify' checks them all"
        )
    }
}
