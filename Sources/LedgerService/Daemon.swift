import Files
import EventLog
import Glibc
import Inbox
import Logging
import Projections
import Publication
import ServiceLifecycle
import Threads

/// The daemon: one ledger, its inbox, its publication, and the notices to systemd.
public struct Daemon: Sendable {
    private let configuration: Configuration
    private let environment: [String: String]
    private let logger: Logger
    private let relay: ConfigurationRelay
    private let reloads: ReloadNotices

    /// - Parameters:
    ///   - configuration: The settings in force.
    ///   - environment: All environment variables.
    ///   - logger: The daemon's log.
    ///   - relay: Passes a configuration on that was read again.
    ///   - reloads: Learns when systemd may hear of reloads.
    init(
        _ configuration: Configuration, environment: [String: String], logger: Logger,
        relay: ConfigurationRelay = ConfigurationRelay(), reloads: ReloadNotices = ReloadNotices()
    ) {
        self.configuration = configuration
        self.environment = environment
        self.logger = logger
        self.relay = relay
        self.reloads = reloads
    }

    /// Takes files in until a signal stops it, then finishes the commit in progress.
    ///
    /// A ledger on a full or read-only disk is waited for: the daemon is ready then, and says what it waits for.
    ///
    /// - Parameters:
    ///   - services: Further services that run as long as the daemon does.
    ///   - watchers: Makes services that tell others about the daemon, also while it waits for its ledger.
    ///   - readers: Makes services that read the ledger, once it is open.
    /// - Throws: ``StartError`` if it cannot start; the error of a part that cannot go on.
    public func run(
        beside services: [any Service] = [], watchedBy watchers: @escaping DaemonProbe.Watchers = { _ in [] },
        readBy readers: @escaping DaemonProbe.Watchers = { _ in [] }
    ) async throws {
        let request = ServiceNotifier.Request(environment: environment, process: getpid())
        let bell = ChangeBell()
        let stage = DaemonStage(changed: bell.ring)
        let opening = LedgerOpening(
            configuration.ledger, environment: environment, isWatched: request.socket != nil, stage: stage,
            answersAt: configuration.health.listen.resolved(environment, socket: "health"), logger: logger)
        // What no waiting mends is refused here, before anything is told to anybody.
        _ = try opening.attempt()
        let parts = DaemonParts(
            configuration, environment: environment, opening.directory, logger: logger, relay: relay,
            watchdog: request.socket == nil ? nil : request.watchdog, bell: bell)
        let notifier = try notifier(request, bell) { stage.health }
        let probe = DaemonProbe(
            configuration: configuration, environment: environment, directory: opening.directory, logger: logger,
            health: { stage.health }, measures: { stage.measures }, lacks: stage.lacks)
        let quiet = quiet
        let opened = AwaitedService("opened", { try opening.attempt() }) {
            guard let lock = opening.lock, let store = opening.store else { return }
            try await parts.run(lock, store, stage, beside: readers(probe), logger: quiet)
        }
        let claimed = AwaitedService("claimed", { try opening.attempt() || opening.lock != nil }) {
            // The address of health may be that of another daemon, which holds the lock.
            try await ServiceGroup(services: watchers(probe) + [opened], logger: quiet).run()
        }
        // The last service is stopped first: systemd is notified of the stop before the commit in progress is waited for,
        // and that commit is still published.
        let group = ServiceGroupConfiguration(
            services: services + [claimed, notifier], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as InboxError {
            throw StartError.inbox(error)
        } catch let error as BlockingThread.NotStarted {
            throw StartError.limits(message: error.message, remedy: error.remedy)
        }
        withExtendedLifetime(opening) { logger.notice("stopped") }
    }

    private func notifier(
        _ request: ServiceNotifier.Request, _ bell: ChangeBell, _ health: @escaping @Sendable () -> DaemonHealth
    ) throws(StartError) -> ServiceNotifier {
        do throws(NotifySocket.Failure) {
            let socket: NotifySocket? = if let name = request.socket { try NotifySocket(name) } else { nil }
            return ServiceNotifier(
                socket: socket, watchdog: request.watchdog, logger: logger, reloads: reloads, bell: bell, health: health
            )
        } catch {
            throw .notification(error)
        }
    }

    /// A logger for the service group, whose messages matter only when debugging.
    private var quiet: Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}
