import ArgumentParser
import CanonicalJSON
import EventLog
import StoryEvents

struct WhyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Show the file, its hash and the receipt that an event came from.")

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The event's position: 17, or @17.")
    var position: String

    func run() throws {
        guard let value = Int64(position.hasPrefix("@") ? String(position.dropFirst()) : position), value >= 0 else {
            throw Failure(Failure.usage, "'\(position)' is no position", remedy: "write a number from 0, or @17")
        }
        let store = try ledger.open()
        let found = try orFail { () throws(EventLogError) in
            (try store.receipt(ofEventAt: Position(value)), try store.event(at: Position(value)))
        }
        guard let receipt = found.0, let event = found.1 else {
            let size = try orFail { () throws(EventLogError) in try store.size() }
            throw Failure(
                Failure.noInput, "there is no event at @\(value); the log has \(size)",
                remedy: "list events with 'storyledger log'")
        }
        if output.isJSON {
            guard let withheld = event.withheld ?? event.partial?.takedowns.last,
                case .object(var object) = receipt.json
            else {
                return try receipt.json.printDocument()
            }
            object["withheld"] = withheld.json
            return try JSON.object(object).printDocument()
        }
        let envelope = event.envelope
        try Terminal.print(
            "\(envelope.position)  \(envelope.type.rawValue)  \(envelope.story)  r\(envelope.revision)".onOneLine)
        try Terminal.print("  file      \(receipt.file.string.onOneLine)")
        try Terminal.print("  sha256    \(receipt.sha256.hexadecimal)")
        try Terminal.print("  receipt   \(receipt.number), \(receipt.outcome.rawValue) \(receipt.recorded)")
        try Terminal.print("  identity  \(envelope.identity.source) \(envelope.identity.id)".onOneLine)
        if let withheld = event.withheld { try Terminal.print("  data      \(withheld)".onOneLine) }
        for taken in event.partial?.takedowns ?? [] { try Terminal.print("  data      in part \(taken)".onOneLine) }
        let others = receipt.entries.count - 1
        if others > 0 { try Terminal.print("  and \(others) more documents of that file") }
    }
}
