import ArgumentParser
import EventLog
import MerkleLog
import Publication
import StoryEvents
import Verification

struct ProveVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Prove that one event is in the log, in a file that is checked offline.",
        discussion: """
            Writes a c2sp.org/tlog-proof@v1 file, with the event's leaf as its extra data, against the newest checkpoint \
            that the quorum has cosigned: that of --policy, else that of the ledger's file 'witnesses'. Anybody can check \
            it with 'storyledger check-proof' and the log's verifier key, without the ledger.
            """)

    @OptionGroup var ledger: LedgerOptions

    @Argument(help: "The event's position: 17, or @17.")
    var position: String

    @Option(
        help: ArgumentHelp("Where to write it, such as 17.tlog-proof (default: -, standard output).", valueName: "file")
    )
    var output: String?

    @Option(help: ArgumentHelp("A C2SP tlog-policy with the quorum to meet.", valueName: "file"))
    var policy: String?

    func run() throws {
        let position = try Position(argument: position)
        let store = try ledger.open()
        let quorum = try ledger.quorum(policy)
        let proof = try orFail { () throws(ProvingError) in try Prover(store, quorum: quorum).proof(of: position) }
        try OutputFile.write(proof.bytes, to: output)
        let event = try orFail { () throws(EventLogError) in try store.event(at: position) }
        if let withheld = event?.withheld {
            Failure(0, "the data of \(position) was \(withheld)", remedy: "its leaf is proven all the same").print()
        }
    }
}

extension LedgerOptions {
    /// The quorum of a policy file, else that of the ledger's own list of witnesses; nil where neither has one.
    func quorum(_ policy: String?) throws(Failure) -> WitnessQuorum? {
        if let policy { return WitnessQuorum(try TrustOptions.read(policy: policy)) }
        return try orFail { () throws(PublicationError) in try WitnessList(directory.publication).quorum }
    }
}

extension Position {
    /// Reads `17` or `@17`.
    init(argument: String) throws(Failure) {
        guard let value = Int64(argument.hasPrefix("@") ? String(argument.dropFirst()) : argument), value >= 0 else {
            throw Failure(Failure.usage, "'\(argument)' is no position", remedy: "write a number from 0, or @17")
        }
        self.init(value)
    }
}

extension Failure {
    /// Why something cannot be proven.
    init(_ error: ProvingError) {
        let status =
            switch error {
            case .noEvent, .noVersion, .noPiece: Failure.noInput
            case .notPublished, .noQuorum: Failure.unavailable
            case .unreadable, .unprovable, .tooLong: Failure.badData
            case .log(let error): Failure(error).status
            }
        self.init(status, error.message, remedy: error.remedy)
    }
}

/// Does something, and turns its typed error into what ends the command.
func orFail<Value>(_ body: () throws(ProvingError) -> Value) throws(Failure) -> Value {
    do throws(ProvingError) { return try body() } catch { throw Failure(error) }
}
