import ArgumentParser
import Foundation
import AuditSite
import Health
import LedgerService

/// The program, before anything asynchronous.
@main
enum Program {
    static func main() {
        DaemonProgram.shareMemory()
        StandardStreams.reserve()
        if let failure = DaemonProgram.checkLimits() { Foundation.exit(failure.rawValue) }
        guard let threads = DaemonProgram.taskThreads() else { Foundation.exit(Sysexits.system.rawValue) }
        // Tasks of the main thread have a high priority, for which libdispatch's threads set a niceness that few may have.
        Task(executorPreference: threads, priority: .medium) {
            await DaemonCommand.main()
            Foundation.exit(0)
        }
        dispatchMain()
    }
}

/// `storyledgerd`: the daemon in the foreground.
struct DaemonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storyledgerd",
        abstract: "Takes files from a ledger's inbox into its log, until it is stopped.",
        discussion: """
            Settings come from the configuration file, and from drop-ins in the directory FILE.d beside it, in the order of \
            their names; environment variables such as STORYLEDGER_INBOX_SETTLE \
            override them, and flags override those.

            With a full or read-only disk it waits, and takes files once there is room. Else it exits with a status that says \
            what is wrong; the systemd unit does not start it again after those that a person has to mend \
            (\(Sysexits.allCases.filter { !$0.isMendedByRestart }.map { "\($0.rawValue)" }.joined(separator: ", "))).

            \(Sysexits.table(ofDaemon: true).split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
            """,
        version: ProgramVersion.text)

    @Option(help: ArgumentHelp("The ledger's directory (STORYLEDGER_DIR).", valueName: "dir"))
    var ledger: String?

    @Option(
        help: ArgumentHelp(
            "The configuration file (STORYLEDGER_CONFIG). FILE.d/*.yaml override single settings of it.",
            valueName: "file"))
    var config: String?

    @Flag(help: "Check the configuration, print what holds, and exit.")
    var checkConfig = false

    @Option(help: ArgumentHelp("How grave a message must be to be logged (STORYLEDGER_LOG_LEVEL).", valueName: "level"))
    var logLevel: String?

    func run() async throws {
        let program = DaemonProgram(
            sources(ProcessInfo.processInfo.environment),
            watchedBy: { probe in HealthService(probe).map { [$0] } ?? [] },
            readBy: { probe in SiteService(probe).map { [$0] } ?? [] }, checkedBy: SiteWords.faults)
        let result = checkConfig ? program.check(print: { print($0, terminator: "") }) : await program.run()
        if let failure = result { throw ExitCode(failure.rawValue) }
    }

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
        } catch {
            HelpWidth.hold()
            let message = fullMessage(for: error)
            let status = exitCode(for: error).rawValue
            if status != 0, let refusal = ParserMessage(message) {
                StandardError.write(
                    Printable.escapedLines("storyledgerd: \(refusal.message)\n  \(refusal.remedy)") + "\n")
            } else if status == 0 {
                print(message)
            } else {
                StandardError.write(Printable.escapedLines(message) + "\n")
            }
            Foundation.exit(status)
        }
    }

    private func sources(_ environment: [String: String]) -> ConfigurationSources {
        let flags = [
            ledger.map { ConfigurationSources.Flag(name: "--ledger", setting: "ledger.directory", text: $0) },
            logLevel.map { ConfigurationSources.Flag(name: "--log-level", setting: "log.level", text: $0) },
        ]
        return ConfigurationSources(file: config, environment: environment, flags: flags.compactMap(\.self))
    }
}
