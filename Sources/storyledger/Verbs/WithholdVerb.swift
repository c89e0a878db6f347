import ArgumentParser
import CanonicalJSON
import EventLog
import LedgerService
import StoryEvents

struct WithholdVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withhold", abstract: "Take the data of one event out of the ledger, for all to see.",
        discussion: """
            Appends an event 'withheld' with the reason and the authority, and in the same commit erases the event's data \
            and salt; then empties the write-ahead log and takes the document out of the files it came from, in archive/, \
            inbox/ and quarantine/. The event itself, its leaf and every proof stay; the story goes on over it, and says \
            what was withheld. There is no way back.

            What it cannot reach it names: backups, copies elsewhere, bundles that were handed out. Cut off, or with \
            another process still holding the ledger or reading it as it was (exit status 75), the same command again \
            finishes it.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The event's position: 17, or @17.")
    var position: String

    @Option(
        help: ArgumentHelp("Why; it becomes part of the log, so it must not say what is withheld.", valueName: "text"))
    var reason: String

    @Option(help: ArgumentHelp("On whose authority; it becomes part of the log.", valueName: "text"))
    var authority: String

    @Option(
        help: ArgumentHelp("How long to wait for others who write or read the ledger.", valueName: "seconds"))
    var wait = 30

    func run() throws {
        let position = try Position(argument: position)
        guard (0...86_400).contains(wait) else {
            throw Failure(
                Failure.usage, "--wait takes seconds, from 0 to 86400; found \(wait)",
                remedy: "leave it away to wait 30 seconds, or give 0 not to wait at all")
        }
        let patience = Duration.seconds(wait)
        let store = try ledger.open(.readWrite, patience: patience)
        let outcome: EventTakedown.Outcome
        do throws(WithholdingError) {
            outcome = try EventTakedown(ledger.directory, store)
                .withhold(position, reason: Text(reason), authority: Text(authority), patience: patience)
        } catch {
            throw Failure(error)
        }
        if output.isJSON { try outcome.json.printDocument() } else { try print(outcome) }
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

    private func print(_ outcome: EventTakedown.Outcome) throws(Failure) {
        let (event, withheld) = (outcome.withheld.event.envelope, outcome.withheld.withheld)
        let version = withheld.takedown.version.map { ", which made version \($0)" } ?? ""
        try Terminal.print(
            "\(event.position)  \(event.type.rawValue)  \(event.story)  r\(event.revision)\(version)".onOneLine)
        try Terminal.print("  \(withheld)".onOneLine)
        if outcome.withheld.isResumed { try Terminal.print("  recorded before; now finished") }
        for file in outcome.files.removed { try Terminal.print("  removed   \(file)".onOneLine) }
        for file in outcome.files.rewritten { try Terminal.print("  rewritten \(file), without it".onOneLine) }
        for position in withheld.takedown.repeats {
            try Terminal.print("  the event at \(position) gives the same text again, and is not withheld")
        }
        try Terminal.print("not reached:")
        for file in outcome.files.missing {
            try Terminal.print(
                "  \(file): it is not in archive/; if it lies where it was appended from, it is there".onOneLine)
        }
        for place in outcome.files.leftovers { try Terminal.print("  \(place): it still holds it".onOneLine) }
        for place in Self.outOfReach { try Terminal.print("  \(place)") }
    }

    /// Where nobody can say what there is.
    static let outOfReach = [
        "backups and other copies of this directory", "bundles of this story that were handed out",
        "whatever producers and readers keep",
    ]
}

extension EventTakedown.Outcome {
    /// `{position, story, type, version, by, recorded, reason, authority, resumed, finished, removed, rewritten, ...}`.
    fileprivate var json: JSON {
        guard case .object(var object) = withheld.withheld.json else { return .null }
        let envelope = withheld.event.envelope
        object["position"] = JSON(envelope.position)
        object["story"] = .string(envelope.story.text)
        object["type"] = .string(Text(envelope.type.rawValue))
        object["version"] = withheld.withheld.takedown.version.map { JSON($0) } ?? .null
        object["repeats"] = .array(withheld.withheld.takedown.repeats.map { JSON($0) })
        object["resumed"] = .bool(withheld.isResumed)
        object["finished"] = .bool(isFinished)
        object["removed"] = .array(files.removed.map(JSON.string))
        object["rewritten"] = .array(files.rewritten.map(JSON.string))
        object["missing"] = .array(files.missing.map(JSON.string))
        object["leftovers"] = .array(files.leftovers.map(JSON.string))
        object["notReached"] = .array(WithholdVerb.outOfReach.map { .string(Text($0)) })
        return .object(object)
    }
}

extension Failure {
    /// Why nothing was withheld.
    init(_ error: WithholdingError) {
        let status =
            switch error {
            case .noEvent: Failure.noInput
            case .ledgersOwn, .withheldAlready: Failure.badData
            case .noReason, .noAuthority: Failure.usage
            case .log(let error): Failure(error).status
            }
        self.init(status, error.message, remedy: error.remedy)
    }
}
