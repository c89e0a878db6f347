import EventLog
import Files
import Glibc
import Logging
import Synchronization

/// Locks and opens the ledger of a daemon. What may pass by itself, such as a full disk, is tried again.
///
/// Used by one thread at a time.
final class LedgerOpening: @unchecked Sendable {
    let directory: LedgerDirectory
    /// The ledger's lock; nil until it is taken.
    private(set) var lock: LedgerLock?
    /// The log; nil until it is open.
    private(set) var store: SQLiteEventStore?
    private let settings: Configuration.Ledger
    private let environment: [String: String]
    private let address: ListenAddress?
    private let isWatched: Bool
    private let stage: DaemonStage
    private let logger: Logger
    private var lastSaid: ContinuousClock.Instant?
    private var isNew = false

    /// How often the log says that the ledger is still waited for.
    private static let interval: Duration = .seconds(60)

    /// - Parameters:
    ///   - isWatched: Whether systemd hears what the daemon waits for.
    ///   - address: Where the daemon answers questions about its health; nil for nowhere.
    init(
        _ settings: Configuration.Ledger, environment: [String: String], isWatched: Bool, stage: DaemonStage,
        answersAt address: ListenAddress? = nil, logger: Logger
    ) {
        self.address = address
        directory = LedgerDirectory(settings.directory)
        self.settings = settings
        self.environment = environment
        self.isWatched = isWatched
        self.stage = stage
        self.logger = logger
    }

    /// Tries once to do what is still to be done.
    ///
    /// - Returns: Whether the ledger is open; if not, it may be at a later attempt.
    /// - Throws: ``StartError`` where no waiting helps.
    func attempt() throws(StartError) -> Bool {
        if store != nil { return true }
        stage.tries()
        do throws(StartError) {
            if lock == nil { lock = try directory.claim(settings, environment: environment, answersAt: address) }
            isNew = try directory.complete(settings, environment: environment) || isNew
            do throws(EventLogError) {
                let opened = try directory.open(.readWrite, putsOffUpkeep: true)
                try refuseAnother(opened)
                store = opened
            } catch {
                throw .log(error)
            }
            noteOpened()
            return true
        } catch {
            // A file system that the kernel has shut gives many errors, and none of them says so.
            let refusal = WriteRefusal(ofFileSystemWith: directory.path)
            guard error.isWaitedFor(isWatched: isWatched) || refusal != nil else { throw error }
            noteWait(
                refusal?.message(of: directory.path) ?? error.message,
                remedy: refusal?.remedy(of: directory.path) ?? error.remedy
                    + (error.isReadOnly && !error.remedy.contains(Self.restart) ? "; \(Self.later)" : ""))
            return false
        }
    }

    /// A unit sees the mounts of its start, with their options.
    private static let restart = "systemctl restart storyledgerd"
    private static let later = "once it can be written: \(restart)"

    private func noteWait(_ message: String, remedy: String) {
        stage.waits(for: message, remedy: remedy)
        let now = ContinuousClock.now
        if let lastSaid, now - lastSaid < Self.interval { return }
        lastSaid = now
        logger.error("intake has stopped", metadata: ["reason": "\(message)", "remedy": "\(remedy)"])
    }

    private func noteOpened() {
        logger.notice(
            isNew ? "made a ledger" : "opened the ledger",
            metadata: [
                "ledger": "\(directory.path)", "origin": "\(store?.ledger.origin ?? "")", "process": "\(getpid())",
            ])
        if lastSaid != nil { logger.notice("intake goes on") }
        noteLedger()
        // The disk may have been full or read-only before.
        if let code = lock?.name(), code != 0 {
            let fault = StartError(system: code, at: directory.lock)
            logger.warning(
                "the lock does not name this process, and holds",
                metadata: ["reason": "\(fault.message)", "remedy": "\(fault.remedy)"])
        }
    }

    private func refuseAnother(_ store: SQLiteEventStore) throws(EventLogError) {
        let origin = store.ledger.origin
        do throws(EventLogError) {
            try directory.refuseAnother(
                origin, isNamed: settings.origin?.name == origin, LedgerRegister(environment))
        } catch {
            // A note that cannot be read keeps no ledger from being opened: that is said below.
            switch error {
            case .another, .copy: throw error
            default: break
            }
        }
    }

    /// Notes outside of the ledger that the service has one here.
    private func noteLedger() {
        guard let store else { return }
        let register = LedgerRegister(environment)
        let entry = LedgerRegister.Entry(origin: store.ledger.origin, mount: NotedMount(of: directory.path))
        do throws(EventLogError) { try register.add(directory.path, entry) } catch {
            logger.warning(
                "the service does not note that it has this ledger",
                metadata: ["reason": "\(error.message)", "remedy": "\(error.remedy)"])
        }
    }
}
