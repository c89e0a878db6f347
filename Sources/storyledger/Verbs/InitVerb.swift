import ArgumentParser
import CanonicalJSON
import EventLog
import LedgerService

struct InitVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make an empty ledger.",
        discussion: "The origin is the name its log is known by for ever, such as news.example.org/ledger.")

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help:
            "The log's name: no scheme, no white space, no '+', no slash at the end (default: this machine's name/storyledger-NUMBER)."
    )
    var origin: String?

    func run() throws {
        let origin = try origin.map { text throws(Failure) in
            guard let origin = Origin(text) else {
                throw Failure(
                    Failure.usage,
                    "'\(text)' is no origin: a scheme, white space, a '+', a slash at the end or more than 255 bytes",
                    remedy: "write it like news.example.org/ledger")
            }
            return origin
        }
        let directory = ledger.directory
        do throws(EventLogError) {
            try directory.refuseRemains()
            try directory.create(origin: origin ?? .standard())
        } catch {
            if case .failed = error {
                throw Failure(Failure.cannotCreate, error.message, remedy: "name a directory that can be made")
            }
            throw Failure(error)
        }
        let facts = try ledger.open().ledger
        let handover = directory.handover
        try directory.noteReplacement(by: facts.origin)
        if output.isJSON {
            let document: JSON = [
                "ledger": .string(Text(directory.path)), "origin": .string(Text(facts.origin)),
                "created": JSON(facts.created), "handover": JSON(handover.map { Text($0) }),
            ]
            return try document.printDocument()
        }
        try Terminal.print("made an empty ledger at \(directory.path), origin \(facts.origin)".forTerminal)
        try Terminal.print(
            "  its key is \(directory.publication.key); 'storyledger key show\(NamedLedger.option)' says what to do with it"
                .forTerminal)
        try Terminal.print(
            ("  next: storyledger append\(NamedLedger.option) FILE, or start storyledgerd and put files into "
                + directory.inbox).forTerminal)
        if let handover { try Terminal.print(LedgerDirectory.handoverLine(handover).forTerminal) }
    }
}
