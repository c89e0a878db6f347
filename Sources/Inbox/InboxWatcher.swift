import EventLog
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Threads

/// Watches the inbox: takes in what is whole, files what is recorded in the archive, and what is refused in quarantine.
///
/// The service's own copy of a file is durable before its receipt is, and its receipt before the original is removed.
/// After a kill in between, the next start finds the receipt and finishes the filing.
public final class InboxWatcher: Service {
    private let directories: InboxDirectories
    private let store: any EventStore
    private let settings: InboxSettings
    private let clock: InboxClock
    private let logger: Logger
    private let bell = Bell()
    private let board = StatusBoard()
    private let reloaded: Mutex<InboxSettings?> = Mutex(nil)

    /// - Parameters:
    ///   - directories: Made where there are none; all on one file system.
    ///   - store: The log. Other processes may append to it too.
    ///   - settings: How to watch.
    ///   - logger: Gets one line for each commit, and one a minute while the intake has stopped.
    ///   - clock: The time.
    public init(
        directories: InboxDirectories, store: any EventStore, settings: InboxSettings = InboxSettings(),
        logger: Logger, clock: InboxClock = .system
    ) {
        self.directories = directories
        self.store = store
        self.settings = settings
        self.clock = clock
        self.logger = logger
    }

    /// How the intake stands now.
    public var status: InboxStatus { board.status }

    /// Takes other settings over, between two commits.
    public func reload(_ settings: InboxSettings) {
        reloaded.withLock { $0 = settings }
        bell.ring()
    }

    /// Takes files in until a graceful shutdown or the task's cancellation; then finishes the commit under way.
    ///
    /// Reading, writing and waiting are done on a thread of their own.
    ///
    /// - Throws: ``InboxError`` when the directories cannot be used. Nothing that happens later ends it: a full disk, or
    ///   a log that is busy, is tried again until it works.
    public func run() async throws {
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await BlockingThread.run("inbox") { try self.takeFilesIn() }
            } onGracefulShutdown: {
                self.bell.stop()
            }
        } onCancel: {
            bell.stop()
        }
    }

    private func takeFilesIn() throws(InboxError) {
        let intake = try Intake(directories, store, settings, clock, logger, bell, board)
        intake.reloaded = { [weak self] in self?.reloaded.withLock { $0.take() } }
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
