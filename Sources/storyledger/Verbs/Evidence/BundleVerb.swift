import ArgumentParser
import EventLog
import Projections
import Verification

struct BundleVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle", abstract: "Put everything that proves one version of a story into one file.",
        discussion: """
            The file holds the story's events up to that version, with their data, their proofs and the signed \
            checkpoint. Anybody can check it with 'storyledger check-bundle' or scripts/check-bundle.py and the log's \
            verifier key, without the ledger.
            """)

    @OptionGroup var ledger: LedgerOptions

    @Argument(help: "The story's id, or any unique beginning of it.", completion: .story)
    var story: String

    @Option(help: ArgumentHelp("The number of the version, from 1 (default: the newest).", valueName: "n"))
    var version: Int?

    @Option(
        help: ArgumentHelp(
            "Show only these pieces, and the hashes of the others: headline,body:3,claims.ID.", valueName: "pieces"))
    var only: String?

    @Option(help: ArgumentHelp("Where to write it (default: -, standard output).", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("A C2SP tlog-policy with the quorum to meet.", valueName: "file"))
    var policy: String?

    func validate() throws {
        if let version, version < 1 { throw ValidationError("--version is at least 1; found \(version)") }
    }

    func run() throws {
        let store = try ledger.open()
        let quorum = try ledger.quorum(policy)
        let reader = StoryReader(store)
        let (found, number) = try orFail { () throws(StoryError) in
            let found = try reader.story(named: story)
            if let version { return (found, version) }
            return (found, try reader.view(of: found).versions.count)
        }
        let selectors = try only.map(Self.selectors)
        let bundle = try orFail { () throws(ProvingError) in
            try Prover(store, quorum: quorum).bundle(of: found, version: number, only: selectors)
        }
        try OutputFile.write(bundle.bytes, to: output)
    }

    private static func selectors(_ text: String) throws(Failure) -> [PieceSelector] {
        var selectors: [PieceSelector] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let selector = PieceSelector(String(part)) else {
                throw Failure(
                    Failure.usage, "'\(part)' names no piece",
                    remedy: "write headline, body:3 or claims.ID, with commas between")
            }
            selectors.append(selector)
        }
        return selectors
    }
}
