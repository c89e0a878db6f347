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

    /// - Parameters:
    ///   - configuration: The settings in force.
    ///   - environment: All environment variables.
    ///   - logger: The daemon's log.
    ///   - relay: Passes a configuration on that was read again.
    init(
        _ configuration: Configuration, environment: [String: String], logger: Logger,
        relay: ConfigurationRelay = ConfigurationRelay()
    ) {
        self.configuration = configuration
        self.environment = environment
        self.logger = logger
        self.relay = relay
    }

    /// Takes files in until a signal stops it, then finishes the commit in progress.
    ///
    /// - Parameters:
    ///   - services: Further services that run as long as the daemon does.
    ///   - watchers: Makes services that tell others about the daemon.
    /// - Throws: ``StartError`` if it cannot start; the error of a part that cannot go on.
    public func run(
        beside services: [any Service] = [], watchedBy watchers: DaemonProbe.Watchers = { _ in [] }
    ) async throws {
        let directory = LedgerDirectory(configuration.ledger.directory)
        let (lock, isNew) = try directory.prepare(configuration.ledger, environment: environment)
        let store = try await open(directory)
        logger.notice(
            isNew ? "made a ledger" : "opened the ledger",
            metadata: ["ledger": "\(directory.path)", "origin": "\(store.ledger.origin)", "process": "\(getpid())"])

        if !lock.isNamed {
            logger.warning(
                "the lock does not name this process, and holds",
                metadata: ["path": "\(directory.lock)", "remedy": "make room on the disk"])
        }
        try noteClock(store)

        let request = ServiceNotifier.Request(environment: environment, process: getpid())
        let period = request.socket == nil ? nil : request.watchdog.map { $0 / 2 }
        let bell = ChangeBell()
        let heartbeat = Heartbeat(configuration, disk: period)
        let watcher = InboxWatcher(
            directories: InboxDirectories(ledger: directory.path), store: store, settings: configuration.inbox,
            logger: logger, clock: heartbeat.clock, changed: bell.ring)
        relay.follow { configuration in
            heartbeat.reload(configuration)
            watcher.reload(configuration.inbox)
        }
        let publication = try publication(directory, store, changed: bell.ring) { heartbeat.sign(.publication) }
        let projections = ProjectionService(
            store, path: directory.views, logger: logger, sign: { heartbeat.sign(.projections) }, changed: bell.ring)
        let check = configuration.check.every.map { every in
            CheckService(store, path: directory.check, every: every, logger: logger, changed: bell.ring)
        }
        let counts = try counts(store)
        defer { counts.stop() }
        let health: @Sendable () -> DaemonHealth = {
            Self.health(
                watcher.status, publication.status, projections.status, heartbeat, counts.latest,
                faults: check?.faultCount ?? 0)
        }
        let notifier = try notifier(request, bell, health)
        let probes = period.map { [DiskProbe(lock: lock, period: $0) { heartbeat.sign(.disk) }] } ?? []
        let probe = DaemonProbe(
            configuration: configuration, environment: environment, directory: directory, logger: logger,
            health: health,
            measures: { watcher.status.measures }
        )
        // The last service is stopped first: systemd is notified of the stop before the commit in progress is waited for,
        // and that commit is still published.
        let group = ServiceGroupConfiguration(
            services: services + watchers(probe) + (check.map { [$0] } ?? []) + probes
                + [projections, publication, watcher, notifier],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as InboxError {
            throw StartError.inbox(error)
        } catch let error as BlockingThread.NotStarted {
            throw StartError.limits(message: error.message, remedy: error.remedy)
        }
        withExtendedLifetime(lock) { logger.notice("stopped") }
    }

    /// Opens the log. With a full disk, where SQLite cannot make its files, it waits for room and logs so once a
    /// minute.
    private func open(_ directory: LedgerDirectory) async throws -> SQLiteEventStore {
        var seconds = 0
        while true {
            do throws(EventLogError) {
                let store = try directory.open(.readWrite, putsOffUpkeep: true)
                if seconds > 0 { logger.notice("intake goes on") }
                return store
            } catch {
                guard case .outOfSpace = error else { throw StartError.log(error) }
                if seconds % 60 == 0 {
                    logger.error(
                        "intake has stopped", metadata: ["reason": "\(error.message)", "remedy": "\(error.remedy)"])
                }
            }
            try await Task.sleep(for: .seconds(1))
            seconds += 1
        }
    }

    /// Logs a clock that is not believed. It may be right soon: nothing is recorded until then.
    private func noteClock(_ store: SQLiteEventStore) throws(StartError) {
        do throws(EventLogError) { try store.checkClock() } catch {
            guard case .clock(let fault) = error else { throw .log(error) }
            logger.error("nothing is recorded", metadata: ["reason": "\(fault.message)", "remedy": "\(fault.remedy)"])
        }
    }

    private static func health(
        _ inbox: InboxStatus, _ publication: PublicationStatus, _ projections: ProjectionStatus,
        _ heartbeat: Heartbeat, _ counts: LogCounts.Counts, faults: Int
    ) -> DaemonHealth {
        DaemonHealth(
            inbox, publication, projections, counts.clock, events: counts.events,
            isReady: inbox.hasScanned || inbox.stall != nil, faults: faults, silent: heartbeat.silent)
    }

    private func counts(_ store: SQLiteEventStore) throws(StartError) -> LogCounts {
        do throws(BlockingThread.NotStarted) { return try LogCounts(store) } catch {
            throw .limits(message: error.message, remedy: error.remedy)
        }
    }

    private func publication(
        _ directory: LedgerDirectory, _ store: SQLiteEventStore, changed: @escaping @Sendable () -> Void,
        sign: @escaping @Sendable () -> Void
    ) throws(StartError) -> PublicationService {
        do throws(PublicationError) {
            let list = try WitnessList(directory.publication)
            let required =
                configuration.publication.require == .quorum ? try list.required(directory.publication) : nil
            var publisher = Publisher(
                store, directories: directory.publication, environment: environment, required: required)
            publisher.sign = sign
            return PublicationService(
                publisher, witnesses: list.witnesses,
                interval: configuration.publication.interval, timeout: configuration.publication.witnessTimeout,
                logger: logger, sign: sign, changed: changed)
        } catch {
            switch error {
            case .log(let error): throw .log(error)
            case .system(_, let path, let code): throw .system(path: path, reason: SystemReason.text(code))
            default: throw .publication(message: error.message, remedy: error.remedy)
            }
        }
    }

    private func notifier(
        _ request: ServiceNotifier.Request, _ bell: ChangeBell, _ health: @escaping @Sendable () -> DaemonHealth
    ) throws(StartError) -> ServiceNotifier {
        do throws(NotifySocket.Failure) {
            let socket: NotifySocket? = if let name = request.socket { try NotifySocket(name) } else { nil }
            return ServiceNotifier(
                socket: socket, watchdog: request.watchdog, logger: logger, bell: bell, health: health)
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
