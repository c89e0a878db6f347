import ArgumentParser
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
            CommandGroup(name: "Operating", subcommands: [StatusVerb.self, ProjectionsVerb.self, InboxVerb.self]),
        ])

    /// The parser would only call it an unexpected argument.
    private static func refuseUnknownVerb() throws(Failure) {
        guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), word != "help" else { return }
        let verbs = configuration.groupedSubcommands.flatMap { $0.subcommands }.compactMap { verb in
            verb.configuration.commandName
        }
        guard !verbs.contains(word) else { return }
        throw Failure(
            Failure.usage, "there is no verb '\(word)'",
            remedy: nearest(to: word, among: verbs).map { "did you mean '\($0)'?" } ?? "list the verbs with --help")
    }

    static func main() {
        do {
            try refuseUnknownVerb()
            var command = try parseAsRoot()
            try command.run()
            Pager.finish()
        } catch let failure as Failure {
            Pager.finish()
            failure.print()
            exit(withError: ExitCode(failure.status))
        } catch {
            Pager.finish()
            exit(withError: error)
        }
    }
}
