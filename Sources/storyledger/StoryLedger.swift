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

            Exit status: 0 done, 1 checked and found wrong or different, 64 and above a code of sysexits.h: see \
            'storyledger help exit-codes'.

            More help, by 'storyledger help TOPIC':
            \(HelpTopic.list)
            """,
        version: ProgramVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Writing", subcommands: [InitVerb.self, AppendVerb.self, ImportVerb.self, WithholdVerb.self]),
            CommandGroup(
                name: "Reading",
                subcommands: [
                    StoriesVerb.self, ShowVerb.self, HistoryVerb.self, DiffVerb.self, BlameVerb.self, ClaimsVerb.self,
                    TimelineVerb.self, PartiesVerb.self, ActivityVerb.self, LogVerb.self, ReplayVerb.self,
                    WhyVerb.self, ServeVerb.self, McpVerb.self, SchemaVerb.self,
                ]),
            CommandGroup(
                name: "Proving",
                subcommands: [
                    PublishVerb.self, CheckpointVerb.self, KeyVerb.self, VerifyVerb.self, ProveVerb.self,
                    CheckProofVerb.self, BundleVerb.self, CheckBundleVerb.self, MonitorVerb.self,
                ]),
            CommandGroup(
                name: "Operating",
                subcommands: [
                    StatusVerb.self, ProjectionsVerb.self, InboxVerb.self, ClockVerb.self, DoctorVerb.self,
                    BackupVerb.self, RestoreVerb.self, MigrateVerb.self, ExportVerb.self,
                ]),
        ])

    private static let verbs = configuration.groupedSubcommands.flatMap { $0.subcommands }.compactMap { verb in
        verb.configuration.commandName
    }

    /// The parser would only call it an unexpected argument.
    private static func refuseUnknownVerb(_ arguments: [String]) throws(Failure) {
        guard let word = arguments.first, !word.hasPrefix("-"), word != "help", !verbs.contains(word) else { return }
        throw Failure(
            Failure.usage, "there is no verb '\(word)'",
            remedy: nearest(to: word, among: verbs).map { "did you mean '\($0)'?" } ?? "list the verbs with --help")
    }

    /// Of a verb `--version` would print the program's, where a version of a story is meant.
    private static func refuseVersion(_ arguments: [String]) throws(Failure) {
        guard let verb = arguments.first, verbs.contains(verb), verb != "bundle",
            let place = arguments.firstIndex(where: { $0 == "--version" || $0.hasPrefix("--version=") })
        else { return }
        let number =
            arguments[place].split(separator: "=").dropFirst().first.map(String.init)
            ?? arguments.dropFirst(place + 1).first
        let version = number.flatMap { Int($0.hasPrefix("v") ? String($0.dropFirst()) : $0) }.map { "v\($0)" } ?? "v3"
        throw Failure(
            Failure.usage, "there is no --version for '\(verb)'",
            remedy: "a version of a story is a cut: --as-of \(version); the program's is 'storyledger --version'")
    }

    /// What `help WORD` tells about.
    private static let helpWords = verbs + HelpTopic.all.map(\.name)

    /// The long options of a verb, as its help lists them.
    ///
    /// - Parameter verb: With the program's name: `storyledger inbox status`.
    private static func options(of verb: String) -> [String] {
        var command: any ParsableCommand.Type = Self.self
        for word in verb.split(separator: " ").dropFirst() {
            let known =
                command.configuration.subcommands
                + command.configuration.groupedSubcommands.flatMap { $0.subcommands }
            guard let found = known.first(where: { $0.configuration.commandName == String(word) }) else { break }
            command = found
        }
        let lines = helpMessage(for: command, columns: 80).split(separator: "\n").filter { $0.hasPrefix("  -") }
        return lines.flatMap { $0.split { " ,".contains($0) }.filter { $0.hasPrefix("--") }.prefix(1).map(String.init) }
    }

    /// Finds the topic of `help TOPIC`; nil where help of a verb or of the program is wanted, which the parser gives.
    private static func topic(_ arguments: [String]) throws(Failure) -> HelpTopic? {
        guard arguments.count > 1, arguments[0] == "help" else { return nil }
        let word = arguments[1]
        if let topic = HelpTopic.named(word) { return topic }
        guard !verbs.contains(word), word != "help", !word.hasPrefix("-") else { return nil }
        throw Failure(
            Failure.usage, "there is no help about '\(word)'",
            remedy: nearest(to: word, among: helpWords).map { "did you mean '\($0)'?" }
                ?? "list the verbs and topics with 'storyledger --help'")
    }

    /// Moves `--ledger DIR` behind the verb, where the parser wants it.
    private static func ordered(_ arguments: [String]) -> [String] {
        guard let first = arguments.first, first == "--ledger" || first.hasPrefix("--ledger=") else { return arguments }
        let option = arguments.prefix(first == "--ledger" ? 2 : 1)
        let rest = arguments.dropFirst(option.count)
        guard let verb = rest.first, verbs.contains(verb) else { return arguments }
        // Of a verb that has verbs of its own the option is the inner one's.
        let words = rest.prefix(groups.contains(verb) ? 2 : 1).prefix { !$0.hasPrefix("-") }
        return Array(words + option + rest.dropFirst(words.count))
    }

    /// The verbs that have verbs of their own.
    private static let groups = configuration.groupedSubcommands.flatMap { $0.subcommands }.filter { verb in
        !verb.configuration.subcommands.isEmpty
    }.compactMap { $0.configuration.commandName }

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
            let arguments = ordered(arguments)
            try refuseUnknownVerb(arguments)
            try refuseVersion(arguments)
            if let topic = try topic(arguments) {
                Pager.start()
                try Terminal.print(topic.page.fitted(to: Terminal.width, hanging: 0))
                return 0
            }
            var command = try parseAsRoot(arguments)
            try command.run()
            return 0
        } catch let failure as Failure {
            failure.print()
            return failure.status
        } catch {
            HelpWidth.hold()
            return end(fullMessage(for: error), exitCode(for: error).rawValue)
        }
    }

    /// Prints the parser's own help and errors, which repeat arguments as they were typed.
    private static func end(_ message: String, _ status: Int32) -> Int32 {
        guard !message.isEmpty else { return status }
        guard status == 0 else {
            if let refusal = ParserMessage(message, options: options) {
                Failure(status, refusal.message, remedy: refusal.remedy).print()
                return status
            }
            let text = message.forTerminal + "\n"
            StandardError.write(Terminal.errorWidth.map { text.fitted(to: $0, hanging: 4) } ?? text)
            return status
        }
        let text = CompletionScript.whole(message, helpAbout: helpWords)
        do throws(Failure) { try Terminal.print(text.forTerminal) } catch {
            error.print()
            return error.status
        }
        return status
    }
}
