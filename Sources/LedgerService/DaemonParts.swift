import EventLog
import Files
import Inbox
import Logging
import Projections
import Publication
import ServiceLifecycle
import Threads

/// The parts of a daemon that work on an open ledger.
struct DaemonParts: Sendable {
    private let configuration: Configuration
    private let environment: [String: String]
    private let directory: LedgerDirectory
    private let logger: Logger
    private let relay: ConfigurationRelay
    private let watchdog: Duration?
    private let bell: ChangeBell

    /// - Parameter watchdog: The silence after which systemd kills the service; nil for never.
    init(
        _ configuration: Configuration, environment: [String: String], _ directory: LedgerDirectory, logger: Logger,
        relay: ConfigurationRelay, watchdog: Duration?, bell: ChangeBell
    ) {
        self.configuration = configuration
        self.environment = environment
        self.directory = directory
        self.logger = logger
        self.relay = relay
        self.watchdog = watchdog
        self.bell = bell
    }

    /// Runs until a graceful shutdown, and then finishes the commit in progress.
    ///
    /// - Parameters:
    ///   - stage: Is told how to ask for the daemon's state.
    ///   - readers: Services that read the ledger.
    ///   - quiet: A logger for the service group.
    func run(
        _ lock: LedgerLock, _ store: SQLiteEventStore, _ stage: DaemonStage, beside readers: [any Service],
        logger quiet: Logger
    ) async throws {
        let clockFault = try noteClock(store)
        let heartbeat = Heartbeat(configuration, disk: watchdog.map { $0 / 2 })
        let watcher = InboxWatcher(
            directories: InboxDirectories(ledger: directory.path), store: store, settings: configuration.inbox,
            logger: logger, clock: heartbeat.clock, changed: bell.ring)
        watcher.note(clock: clockFault)
        relay.follow { configuration in
            heartbeat.reload(configuration)
            watcher.reload(configuration.inbox)
        }
        let publication = try publication(store) { heartbeat.sign(.publication) }
        let projections = ProjectionService(
            store, path: directory.views, logger: logger, sign: { heartbeat.sign(.projections) }, changed: bell.ring)
        let check = configuration.check.every.map { every in
            CheckService(store, path: directory.check, every: every, logger: logger, changed: bell.ring)
        }
        let disk = watchdog.map {
            DiskProbe(lock: lock, path: directory.path, period: $0 / 4, logger: logger) { heartbeat.sign(.disk) }
        }
        let counts = try counts(store, watcher)
        defer { counts.stop() }
        let path = directory.path
        stage.runs(
            health: {
                let counts = counts.latest
                return DaemonHealth(
                    watcher.status, publication.status, projections.status, counts.clock, events: counts.events,
                    isReady: watcher.status.hasScanned || watcher.status.stall != nil,
                    faults: check?.faultCount ?? 0,
                    disk: (counts.disk ?? disk?.fault).map {
                        PartFault(.intake, $0.message(of: path), remedy: $0.remedy(of: path))
                    }, silent: heartbeat.silent)
            }, measures: { watcher.status.measures })
        try await ServiceGroup(
            services: readers + (check.map { [$0] } ?? []) + (disk.map { [$0] } ?? [])
                + [projections, publication, watcher],
            logger: quiet
        ).run()
    }

    /// Logs a clock that is not believed. It may be right soon: nothing is recorded until then.
    private func noteClock(_ store: SQLiteEventStore) throws(StartError) -> ClockFault? {
        do throws(EventLogError) {
            try store.checkClock()
            return nil
        } catch {
            guard case .clock(let fault) = error else { throw .log(error) }
            logger.error("nothing is recorded", metadata: ["reason": "\(fault.message)", "remedy": "\(fault.remedy)"])
            return fault
        }
    }

    private func counts(_ store: SQLiteEventStore, _ watcher: InboxWatcher) throws(StartError) -> LogCounts {
        let watch = ClockWatch(logger, changed: bell.ring, found: watcher.note(clock:)) { () throws(EventLogError) in
            try store.checkClock()
        }
        do throws(BlockingThread.NotStarted) { return try LogCounts(store, directory.path, watch: watch) } catch {
            throw .limits(message: error.message, remedy: error.remedy)
        }
    }

    private func publication(
        _ store: SQLiteEventStore, sign: @escaping @Sendable () -> Void
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
                logger: logger, sign: sign, changed: bell.ring)
        } catch {
            switch error {
            case .log(let error): throw .log(error)
            case .system(_, let path, let code): throw StartError(system: code, at: path)
            default: throw .publication(message: error.message, remedy: error.remedy)
            }
        }
    }
}
