import EventLog
import Foundation
import Logging
import ServiceLifecycle
import Threads

/// Watches the inbox: takes in what is whole, moves what is recorded to the archive, and what is refused to quarantine.
///
/// A file is recorded first, in a transaction that many files share, and moved only when that is durable. Killed in
/// between, it finds the receipt at the next start and only moves. The bytes in the archive are as durable as their
/// producer made them: only the events are synced before they count.
public final class InboxWatcher: Service {
    private let directories: InboxDirectories
    private let store: any EventStore
    private let settings: InboxSettings
    private let clock: InboxClock
    private let logger: Logger
    private let bell = Bell()
    private let board = StatusBoard()

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
        while !bell.isStopped {
            intake.turn()
            if !bell.isStopped { intake.wait() }
        }
        intake.finish()
    }
}
