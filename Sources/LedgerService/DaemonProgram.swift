import EventLog
import Glibc
import Logging
import ServiceLifecycle
import Threads

/// The daemon as a program: its settings, its messages and its exit status.
public struct DaemonProgram: Sendable {
    private let sources: ConfigurationSources
    private let say: LedgerLogHandler.Sink
    private let watchers: DaemonProbe.Watchers
    private let readers: DaemonProbe.Watchers
    private let faults: @Sendable (Configuration) -> [ConfigurationFault]
    private let journal: JournalSocket?

    /// - Parameters:
    ///   - sources: The sources of its settings.
    ///   - watchers: Makes services that tell others about the daemon.
    ///   - readers: Makes services that read the ledger.
    ///   - faults: Finds what is wrong with files that settings name; for ``check(print:)``.
    ///   - journal: Takes lines with fields; nil where standard error is not the journal.
    ///   - say: Writes lines to standard error.
    public init(
        _ sources: ConfigurationSources, watchedBy watchers: @escaping DaemonProbe.Watchers = { _ in [] },
        readBy readers: @escaping DaemonProbe.Watchers = { _ in [] },
        checkedBy faults: @escaping @Sendable (Configuration) -> [ConfigurationFault] = { _ in [] },
        journal: JournalSocket? = .ofStandardError(identifier: "storyledgerd"),
        say: @escaping LedgerLogHandler.Sink = StandardError.write
    ) {
        self.journal = journal
        self.sources = sources
        self.watchers = watchers
        self.readers = readers
        self.faults = faults
        self.say = say
    }

    /// Has the daemon's threads share their memory. To be called before anything else.
    public static func shareMemory() { SharedArena.use() }

    /// Checks that the system allows the daemon enough threads and files, before anything asynchronous: a pool that
    /// gets no thread waits without a message.
    ///
    /// Threads: intake, its two helpers, reading of documents, projections, their reading, their watch, publication, a
    /// witness, the signals, the background check, the disk probe, the counts of the log, the notices, publication's wait, and two
    /// for tasks. Files: some forty are open when all parts work.
    ///
    /// - Returns: nil when there are enough.
    public static func checkLimits(say: LedgerLogHandler.Sink = StandardError.write) -> Sysexits? {
        do throws(SystemLimits.TooLow) {
            try SystemLimits.check(threads: 17, files: 56)
            return nil
        } catch {
            say(Diagnostic(error.message, remedy: error.remedy).text(program: "storyledgerd"))
            return .system
        }
    }

    /// The threads for the daemon's tasks: with libdispatch's pool it would wake every second, and start threads for each task.
    ///
    /// - Returns: nil where the system starts none.
    public static func taskThreads(say: LedgerLogHandler.Sink = StandardError.write) -> TaskThreads? {
        do throws(BlockingThread.NotStarted) { return try TaskThreads("tasks", threads: 2) } catch {
            say(Diagnostic(error.message, remedy: error.remedy).text(program: "storyledgerd"))
            return nil
        }
    }

    /// Checks the settings only.
    ///
    /// - Parameter print: Takes the settings in force, as YAML.
    /// - Returns: nil if there is no fault.
    public func check(print: (String) -> Void) -> Sysexits? {
        defer { _ = journal?.settle() }
        let effective: EffectiveConfiguration
        do throws(ConfigurationFaults) { effective = try configuration() } catch { return error.exit }
        for warning in effective.warnings { complain(warning.complaint) }
        let faults = faults(effective.configuration)
        for fault in faults { complain(fault.complaint) }
        guard faults.isEmpty else { return .configuration }
        if sources.file == nil { print("# No file was read: --config FILE names one.\n") }
        print(effective.yaml)
        return nil
    }

    /// Runs the daemon until a signal stops it.
    ///
    /// - Returns: nil if it stopped in order.
    public func run() async -> Sysexits? {
        let result = await runUntilStopped()
        _ = journal?.settle()
        return result
    }

    private func runUntilStopped() async -> Sysexits? {
        // A log reader that ends, and signals without a meaning for the daemon, must not end it.
        for number in [SIGPIPE, SIGHUP, SIGUSR1, SIGUSR2] { signal(number, SIG_IGN) }
        let effective: EffectiveConfiguration
        do throws(ConfigurationFaults) { effective = try configuration() } catch { return error.exit }
        let threshold = LogThreshold(effective.configuration.log.level)
        let handler = LedgerLogHandler(
            effective.configuration.log, threshold: threshold, now: SystemClock.now, journal: journal,
            about: effective.configuration.ledger.directory, sink: say)
        let logger = Logger(label: "storyledgerd") { _ in handler }
        for warning in effective.warnings {
            logger.warning("\(warning.message)", metadata: warning.metadata)
        }
        do {
            let relay = ConfigurationRelay()
            relay.follow { threshold.level = $0.log.level }
            let reloads = ReloadNotices()
            let reloader = ConfigurationReloader(
                sources: sources, configuration: effective.configuration, logger: logger, notices: reloads,
                apply: relay.send)
            try await Daemon(
                effective.configuration, environment: sources.environment, logger: logger, relay: relay,
                reloads: reloads
            )
            .run(beside: [reloader], watchedBy: watchers, readBy: readers)
            return nil
        } catch let error as StartError {
            let option = LedgerCommands.option(fromAnywhere: effective.configuration.ledger.directory)
            complain(Diagnostic(error.message, remedy: LedgerCommands.adding(option, to: error.remedy)))
            return error.exit
        } catch {
            complain(
                Diagnostic("it cannot go on: \(error)", remedy: "this is a fault of the program: please report it"))
            return .software
        }
    }

    /// Reads the configuration, and logs its faults.
    private func configuration() throws(ConfigurationFaults) -> EffectiveConfiguration {
        do throws(ConfigurationFaults) {
            return try EffectiveConfiguration(sources)
        } catch {
            for fault in error.all { complain(fault.complaint) }
            throw error
        }
    }

    private func complain(_ complaint: Diagnostic) {
        // As one entry: what it says and what to do must not be told apart by another line.
        let text = complaint.text(program: "storyledgerd")
        guard let journal else { return say(text) }
        var isSaid = false
        journal.write(
            String(complaint.text(program: "storyledgerd", format: .text).dropLast()), .error,
            ["remedy": "\(complaint.remedy)"]
        ) {
            say(text)
            isSaid = true
        }
        // These may be the last words of the process. Standard error is the unit's, whenever the journal reads it.
        if !isSaid, !journal.settle() { say(text) }
    }
}
