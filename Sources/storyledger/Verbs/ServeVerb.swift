import ArgumentParser
import AuditSite
import EventLog
import Foundation
import LedgerService

struct ServeVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the record as a web site, to read, compare and prove it.",
        discussion: """
            The daemon serves the same site where its settings say so. This verb needs no daemon, and a copy of a ledger is \
            enough. Nothing is written, and stories under embargo are not shown before it ends.

            An address that other machines can reach is refused, unless a file with a token is named, which readers give as \
            a password, or --behind proxy says that a web server in front decides who may read.

            Where systemd hands over a socket (storyledger-site.socket), the site answers on that one, and --listen does \
            not count.
            """)

    @OptionGroup var ledger: LedgerOptions

    @Option(help: ArgumentHelp("Where to listen: HOST:PORT, or unix:/PATH.", valueName: "address"))
    var listen = "127.0.0.1:8787"

    @Option(help: "Which stories to show: all, or published-only, without those on hold and killed.")
    var show = Configuration.Shown.all

    @Option(help: "What stands in front: none, or proxy.")
    var behind = Configuration.Front.nothing

    @Option(help: ArgumentHelp("The file with the token that readers must give.", valueName: "file"))
    var token: String?

    @Option(help: "Pages of which other sites may read the API and the feeds in a browser: none, or any.")
    var cors = Configuration.Origins.nothing

    @Option(
        help: ArgumentHelp("The words of pages in another language: a translation of words.yaml.", valueName: "file"))
    var words: String?

    func validate() throws {
        switch ListenAddress(listen) {
        case .port?, .socket?: break
        default: throw ValidationError("--listen takes HOST:PORT or unix:/PATH; found '\(listen)'")
        }
    }

    func run() throws {
        let directory = ledger.directory
        // A missing or damaged ledger is refused here, as by every other verb.
        _ = try ledger.open()
        var site = Configuration.Site()
        site.listen = ListenAddress(listen) ?? .none
        (site.show, site.behind, site.token, site.cors, site.words) = (show, behind, token, cors, words)
        try blocking { [site] () async throws(Failure) in
            do throws(StandaloneSite.Refused) {
                try await StandaloneSite.run(
                    directory, site, environment: ProcessInfo.processInfo.environment, say: { StandardError.write($0) })
            } catch {
                // systemd does not start it again for what only a person changes.
                throw Failure(
                    error.isLasting ? Failure.configuration : Failure.unavailable, error.message, remedy: error.remedy)
            }
        }
    }
}

extension Configuration.Shown: ExpressibleByArgument {}
extension Configuration.Front: ExpressibleByArgument {}
extension Configuration.Origins: ExpressibleByArgument {}
