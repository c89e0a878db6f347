import EventLog
import Foundation
import Logging
import ServiceLifecycle
import ServiceThreads
import Synchronization
import Threads

/// Watches the inbox: records whole files, moves recorded files to the archive and refused files to quarantine.
///
/// The service's own copy of a file is durable before its receipt is, and the receipt is durable before the original is
/// removed. After a kill in between, the next start finds the receipt and finishes the move.
public final class InboxWatcher: Service {
    private let directories: InboxDirectories
    private let store: any EventStore
    private let settings: InboxSettings
    private let clock: InboxClock
    private let logger: Logger
    private let bell = WakePipe()
    private let board: StatusBoard
    private let reloaded: Mutex<InboxSettings?> = Mutex(nil)
    private let clockFault: Mutex<ClockFault?> = Mutex(nil)

    /// - Parameters:
    ///   - directories: Made if missing; all on one file system.
    ///   - store: The log. Other processes may append to it too.
    ///   - settings: The settings of intake.
    ///   - logger: Receives one line for each commit, and one a minute while intake is stopped.
    ///   - clock: The two clocks.
    ///   - changed: Called after a number or a fault in ``status`` has changed.
    public init(
        directories: InboxDirectories, store: any EventStore, settings: InboxSettings = InboxSettings(),
        logger: Logger, clock: InboxClock = .system, changed: @escaping @Sendable () -> Void = {}
    ) {
        board = StatusBoard(changed: changed)
        self.directories = directories
        self.store = store
        self.settings = settings
        self.clock = clock
        self.logger = logger
    }

    /// The state of intake now.
    public var status: InboxStatus { board.status }

    /// Applies other settings between two commits.
    public func reload(_ settings: InboxSettings) {
        reloaded.withLock { $0 = settings }
        bell.ring()
    }

    /// Shows that nothing can be recorded, also where no file waits.
    ///
    /// - Parameter fault: Why the machine's clock is not believed; nil when it is.
    public func note(clock fault: ClockFault?) {
        let isNews = clockFault.withLock { known in
            defer { known = fault }
            return (known == nil) != (fault == nil)
        }
        if isNews { bell.ring() }
    }

    /// Takes files until a graceful shutdown or the task's cancellation; then finishes the commit in progress.
    ///
    /// Reading, writing and waiting run on a thread of their own.
    ///
    /// - Throws: ``InboxError`` if the directories cannot be used. Later faults do not end it: a full disk, or a log
    ///   that is busy, is retried until it works.
    public func run() async throws {
        try await BlockingThread.runService("inbox", stop: { self.bell.stop() }) { try self.takeFilesIn() }
    }

    private func takeFilesIn() throws(InboxError) {
        let intake = try Intake(directories, store, settings, clock, logger, bell, board)
        intake.reloaded = { [weak self] in self?.reloaded.withLock { $0.take() } }
        intake.clockFault = { [weak self] in self?.clockFault.withLock { $0 } }
        intake.clockIsBelieved = { [weak self] in self?.clockFault.withLock { $0 = nil } }
        guard let workGuard = intake.workGuard else { return takeFilesIn(intake) }
        workGuard.onThisThread { takeFilesIn(intake) }
    }

    private func takeFilesIn(_ intake: Intake) {
        intake.startHelpers()
        while !bell.isStopped {
            intake.turn()
            if !bell.isStopped { intake.wait() }
        }
        intake.finish()
    }
}
