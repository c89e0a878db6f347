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
        guard let receipt = found.0, let event = found.1 else {
            let size = try orFail { () throws(EventLogError) in try store.size() }
            throw Failure(
                Failure.noInput, "there is no event at @\(value); the log has \(size)",
                remedy: "list events with 'storyledger log'")
        }
        if isSource { return try SourceFile(receipt, event, store, ledger.directory).print() }
        if output.isJSON {
            let taken = event.withheld ?? event.partial?.takedowns.last
            return try ReceiptOutput.print(
                receipt, ReceiptEntries(receipt, in: store),
                and: [
                    ("withheld", taken?.json ?? .null),
                    ("removed", removal.map { .string(Text($0.noted.description)) } ?? .null),
                ])
        }
        let envelope = event.envelope
        try Terminal.print(
            "\(envelope.position)  \(envelope.type.rawValue)  \(envelope.story)  r\(envelope.revision)".onOneLine)
        if let takedown = receipt.withheld {
            try Terminal.print("  file      its name and hash were withheld by \(takedown)")
        } else {
            try Terminal.print("  file      \(receipt.file.string.onOneLine)")
            try Terminal.print("  sha256    \(receipt.sha256.hexadecimal)")
        }
        try Terminal.print("  receipt   \(receipt.number), \(receipt.outcome.rawValue) \(receipt.recorded.shown)")
        if let removal { try Terminal.print("  archive   removed by retention \(removal.noted.shown)") }
        try Terminal.print("  identity  \(envelope.identity.source) \(envelope.identity.id)".onOneLine)
        if let withheld = event.withheld { try Terminal.print("  data      \(withheld)".onOneLine) }
        for taken in event.partial?.takedowns ?? [] { try Terminal.print("  data      in part \(taken)".onOneLine) }
        let others = receipt.documents - 1
        if others > 0 { try Terminal.print("  and \(others) more documents of that file") }
    }
}
