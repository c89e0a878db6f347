import ArgumentParser
import Foundation
import LedgerService
import StoryEvents

/// The command line of Story Ledger: one file a verb, under Verbs.
@main
struct StoryLedger: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storyledger",
        abstract: "The record of what stories said, say, and who stood by it.",
        discussion: """
            A ledger is a directory: --ledger DIR or STORYLEDGER_DIR names it, else it is ./ledger.

            STORY is a story's id or any unique beginning of it. CUT is a position (@17), a version (v3) or a time \
            (2026-03-02T17:00-05:00, 2026-03-02): --as-of CUT cuts by what was recorded, --at TIME by what had happened.

            Exit status: 0 done, 1 checked and found wrong or different, 64 usage, 65 bad data, 66 no such story or \
            file, 69 unavailable, 70 internal, 73 cannot create, 74 input or output, 75 try again.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(name: "Writing", subcommands: [InitVerb.self, AppendVerb.self, WithholdVerb.self]),
            CommandGroup(
                name: "Reading",
                subcommands: [
                    StoriesVerb.self, ShowVerb.self, HistoryVerb.self, DiffVerb.self, BlameVerb.self, ClaimsVerb.self,
                    TimelineVerb.self, PartiesVerb.self, ActivityVerb.self, LogVerb.self, ReplayVerb.self,
                    WhyVerb.self,
                ]),
            CommandGroup(
                name: "Proving",
                subcommands: [
                    PublishVerb.self, CheckpointVerb.self, KeyVerb.self, VerifyVerb.self, ProveVerb.self,
                    CheckProofVerb.self, BundleVerb.self, CheckBundleVerb.self, MonitorVerb.self,
                ]),
            CommandGroup(
                name: "Operating", subcommands: [StatusVerb.self, ProjectionsVerb.self, InboxVerb.self, ClockVerb.self]),
        ])

    /// The parser would only call it an unexpected argument.
    private static func refuseUnknownVerb(_ arguments: [String]) throws(Failure) {
        guard let word = arguments.first, !word.hasPrefix("-"), word != "help" else { return }
        let verbs = configuration.groupedSubcommands.flatMap { $0.subcommands }.compactMap { verb in
            verb.configuration.commandName
        }
        guard !verbs.contains(word) else { return }
        throw Failure(
            Failure.usage, "there is no verb '\(word)'",
            remedy: nearest(to: word, among: verbs).map { "did you mean '\($0)'?" } ?? "list the verbs with --help")
    }

    static func main() {
        StandardStreams.reserve()
        Foundation.exit(run(FileArgument.all))
    }

    /// Runs one command.
    ///
    /// - Returns: The exit status.
    private static func run(_ arguments: [String]) -> Int32 {
        do {
            defer { Pager.finish() }
            try refuseUnknownVerb(arguments)
            var command = try parseAsRoot(arguments)
            try command.run()
            return 0
        } catch let failure as Failure {
            failure.print()
            return failure.status
        } catch {
            return end(fullMessage(for: error), exitCode(for: error).rawValue)
        }
    }

    /// Prints the parser's own help and errors, which repeat arguments as they were typed.
    private static func end(_ message: String, _ status: Int32) -> Int32 {
        guard !message.isEmpty else { return status }
        guard status == 0 else {
            let text = message.forTerminal + "\n"
            StandardError.write(Terminal.errorWidth.map { text.fitted(to: $0, hanging: 4) } ?? text)
            return status
        }
        do throws(Failure) { try Terminal.print(message.forTerminal) } catch {
            error.print()
            return error.status
        }
        return status
    }
}
