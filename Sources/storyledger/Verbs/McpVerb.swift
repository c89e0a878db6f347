import ArgumentParser
import AuditSite
import EventLog
import LedgerService

struct McpVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "Answer a language model's questions about the record, on standard input and output.",
        discussion: """
            Speaks the Model Context Protocol (2025-06-18), a message a line; a program that runs models starts it. Its tools \
            are search, story, diff, claims and proof. Nothing is written, stories under embargo are not shown, and each answer \
            carries the position that it depends on and where the proof is.

            The site answers the same over HTTP, with POST to /mcp.
            """)

    @OptionGroup var ledger: LedgerOptions

    @Option(help: "Which stories to show: all, or published-only, without those on hold and killed.")
    var show = Configuration.Shown.all

    @Option(
        help: ArgumentHelp("Where the ledger's site is, for links to proofs: https://record.example.", valueName: "url")
    )
    var site: String?

    func validate() throws {
        guard let site else { return }
        guard site.hasPrefix("https://") || site.hasPrefix("http://"), !site.contains(where: \.isWhitespace) else {
            throw ValidationError("--site takes an address such as https://record.example; found '\(site)'")
        }
    }

    func run() throws {
        // A missing or damaged ledger is refused here, as by every other verb.
        _ = try ledger.open()
        let address = (site ?? "").reversed().drop { $0 == "/" }.reversed()
        do throws(MCPOverStandardInput.Refused) {
            try MCPOverStandardInput.run(ledger.directory, show: show, site: String(address))
        } catch {
            let status = error.isOfOutput ? Failure.inputOutput : Failure.unavailable
            throw Failure(status, error.message, remedy: error.remedy)
        }
    }
}
