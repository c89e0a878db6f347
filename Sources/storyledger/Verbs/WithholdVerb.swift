import ArgumentParser
import CanonicalJSON
import EventLog
import LedgerService
import Projections
import StoryEvents

struct WithholdVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withhold",
        abstract: "Take words, pieces or the data of an event out of the ledger, for all to see.",
        discussion: """
            Appends one event 'withheld' with the reason, the authority and the places, and in the same commit erases \
            what it names; then empties the write-ahead log and takes the documents out of the files they came from, in \
            archive/, inbox/ and quarantine/. Events, leaves and every proof stay, and so does every other piece; the \
            story shows a hole where the text stood. The names and hashes of the files that the text came in go, too, \
            from events and receipts; what is left of such a file is called withheld-RECEIPT. There is no way back.

            Words are looked for in every event of the story, as they are written: case and accents count, and letters with \
            accents are found composed and decomposed, in files also as JSON escapes them. Places that hold them in other \
            letters, such as JO FISHER, are named with the command that takes these. Documents of the story that wait in \
            inbox/ with these words go too. A piece is a string of the data, or a paragraph of the body, and goes whole: \
            with two words of a paragraph goes the paragraph. In its place stands [withheld by @40: ...]; if several \
            different texts were withheld, each is numbered: 'text 3 of 4'.

            It names what it cannot reach: backups, copies elsewhere, bundles that were handed out. Cut off, or with \
            another process still holding the ledger or reading it as it was (exit status 75), the same command again \
            finishes it.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "With --text: the story's id, or any unique beginning of it.", completion: .story)
    var story: String?

    @Option(help: ArgumentHelp("Withhold every piece that holds these words.", valueName: "words"))
    var text: String?

    @Flag(help: "With --text: look in all stories.")
    var everywhere = false

    @Option(help: ArgumentHelp("Withhold data of one event: 17, or @17.", valueName: "position"))
    var position: String?

    @Option(help: ArgumentHelp("With --position: only the piece with this number, from 0.", valueName: "n"))
    var piece: Int?

    @Option(help: ArgumentHelp("With --position: only the pieces of this field.", valueName: "name"))
    var field: String?

    @Option(
        help: ArgumentHelp("Why; it becomes part of the log, so it must not say what is withheld.", valueName: "text"))
    var reason: String?

    @Option(help: ArgumentHelp("On whose authority; it becomes part of the log.", valueName: "text"))
    var authority: String?

    @Flag(help: "Only list what would be withheld.")
    var dryRun = false

    @Flag(help: "Do not ask.")
    var yes = false

    @Option(
        help: ArgumentHelp("How long to wait for others who write or read the ledger.", valueName: "seconds"))
    var wait = 30

    func validate() throws {
        if (text == nil) == (position == nil) { throw ValidationError("give a story and --text, or --position") }
        if (text == nil) != (story == nil) {
            throw ValidationError("a story goes with --text, and --text with a story")
        }
        if everywhere, text == nil { throw ValidationError("--everywhere goes with --text") }
        if position == nil, piece != nil || field != nil {
            throw ValidationError("--piece and --field go with --position")
        }
        if piece != nil, field != nil { throw ValidationError("give --piece or --field, not both") }
        if !dryRun, reason == nil || authority == nil {
            throw ValidationError("--reason and --authority are missing; they become part of the log")
        }
    }

    func run() throws {
        guard (0...86_400).contains(wait) else {
            throw Failure(
                Failure.usage, "--wait takes seconds, from 0 to 86400; found \(wait)",
                remedy: "leave it away to wait 30 seconds, or give 0 not to wait at all")
        }
        let patience = Duration.seconds(wait)
        let store = try ledger.open(dryRun ? .readOnly : .readWrite, patience: patience)
        let request = try request(store)
        if !yes || dryRun {
            let page = WithholdingPage(
                try orFail { () throws(WithholdingError) in
                    let (reason, authority) = (reason.map { Text($0) }, authority.map { Text($0) })
                    return try dryRun
                        ? Withholder(store).dryRun(request, reason: reason, authority: authority)
                        : Withholder(store).plan(request, reason: reason, authority: authority)
                }, text, ledger.directory.path)
            if output.isJSON, dryRun { return try page.json.printDocument() }
            if !output.isJSON { try page.printPlan() }
            if dryRun { return }
            try Confirmation.ask("Withhold this? There is no way back.")
        }
        let outcome = try orFail { () throws(WithholdingError) in
            try EventTakedown(ledger.directory, store)
                .withhold(request, reason: Text(reason ?? ""), authority: Text(authority ?? ""), patience: patience)
        }
        let page = WithholdingPage(outcome.withheld.plan, text, ledger.directory.path)
        if output.isJSON { try page.json(outcome).printDocument() } else { try page.print(outcome, isListed: !yes) }
        try report(outcome)
    }

    private func request(_ store: any EventStore) throws(Failure) -> WithholdingRequest {
        if let text, let story {
            let found = try orFail { () throws(StoryError) in try StoryReader(store).story(named: story) }
            return .words(Text(text), story: found, everywhere: everywhere)
        }
        let position = try Position(argument: position ?? "")
        if let piece { return .piece(position, piece) }
        if let field { return .field(position, Text(field)) }
        return .event(position)
    }

    private func report(_ outcome: EventTakedown.Outcome) throws(Failure) {
        for fault in outcome.files.faults { Failure(0, fault.message, remedy: fault.remedy).print() }
        if let fault = outcome.logFault {
            throw Failure(
                Failure(fault).status,
                "the data is withheld and out of the log, but ledger.db-wal may still hold it: \(fault.message)",
                remedy: "when those who read the ledger are done, give the same command again; it finishes this")
        }
        if let fault = outcome.viewsFault {
            throw Failure(
                Failure(fault).status,
                "the data is withheld and out of the log, but views.db may still hold it: \(fault.message)",
                remedy: "delete views.db, which comes back, and give the same command again; it finishes this")
        }
        if !outcome.files.faults.isEmpty {
            throw Failure(
                Failure.inputOutput, "the data is withheld and out of the log, but files may still hold it",
                remedy: "mend that, and give the same command again; it finishes this")
        }
    }
}

extension Failure {
    /// Why nothing was withheld.
    init(_ error: WithholdingError) {
        let status =
            switch error {
            case .noEvent, .noStory, .nothingFound, .noPiece: Failure.noInput
            case .ledgersOwn, .withheldAlready, .piecesWithheldAlready: Failure.badData
            case .noReason, .noAuthority, .noWords, .wordsInReason: Failure.usage
            case .log(let error): Failure(error).status
            }
        self.init(status, error.message, remedy: error.remedy)
    }
}

/// Does something, and turns its typed error into what ends the command.
private func orFail<Value>(_ body: () throws(WithholdingError) -> Value) throws(Failure) -> Value {
    do throws(WithholdingError) { return try body() } catch { throw Failure(error) }
}
