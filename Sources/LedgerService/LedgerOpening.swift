import EventLog
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
    private let isWatched: Bool
    private let stage: DaemonStage
    private let logger: Logger
    private var lastSaid: ContinuousClock.Instant?
    private var isNew = false

    /// How often the log says that the ledger is still waited for.
    private static let interval: Duration = .seconds(60)

    /// - Parameter isWatched: Whether systemd hears what the daemon waits for.
    init(
        _ settings: Configuration.Ledger, environment: [String: String], isWatched: Bool, stage: DaemonStage,
        logger: Logger
    ) {
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
            if lock == nil { lock = try directory.claim(settings, environment: environment) }
            isNew = try directory.complete(settings, environment: environment) || isNew
            do throws(EventLogError) {
                store = try directory.open(.readWrite, putsOffUpkeep: true)
            } catch {
                throw .log(error)
            }
            noteOpened()
            return true
        } catch {
            guard error.isWaitedFor(isWatched: isWatched) else { throw error }
            noteWait(error)
            return false
        }
    }

    private func noteWait(_ error: StartError) {
        stage.waits(for: error.message)
        let now = ContinuousClock.now
        if let lastSaid, now - lastSaid < Self.interval { return }
        lastSaid = now
        logger.error("intake has stopped", metadata: ["reason": "\(error.message)", "remedy": "\(error.remedy)"])
    }

    private func noteOpened() {
        if lastSaid != nil { logger.notice("intake goes on") }
        logger.notice(
            isNew ? "made a ledger" : "opened the ledger",
            metadata: [
                "ledger": "\(directory.path)", "origin": "\(store?.ledger.origin ?? "")", "process": "\(getpid())",
            ])
        if lock?.isNamed == false {
            logger.warning(
                "the lock does not name this process, and holds",
                metadata: ["path": "\(directory.lock)", "remedy": "make room on the disk"])
        }
    }
}
