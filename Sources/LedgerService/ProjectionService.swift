import EventLog
import Foundation
import Logging
import Projections
import ServiceLifecycle
import Synchronization
import ServiceThreads
import Threads

/// Brings persisted projections up to date after each commit.
///
/// A failure here never stops intake: it is logged, and retried.
public final class ProjectionService: Service {
    private let store: any EventStore
    private let path: String
    private let registry: ProjectionRegistry
    private let logger: Logger
    private let sign: @Sendable () -> Void
    private let changed: @Sendable () -> Void
    private let commits: any CommitSignal
    private let idle: Duration
    private let isStopped = Atomic(false)
    private let state = Mutex(ProjectionStatus())

    /// The time between two attempts while a full disk or a missing permission lasts.
    private static let pauseAfterFault: Duration = .seconds(1)
    /// The time between two attempts while another process catches up.
    private static let pauseBesideOthers: Duration = .milliseconds(50)

    /// - Parameters:
    ///   - store: The log.
    ///   - path: The file views.db.
    ///   - registry: The projections to persist.
    ///   - idle: How often to check views.db without a commit: it may have been deleted.
    ///   - logger: Receives what stopped, and what is rebuilt.
    ///   - sign: Called in each turn, and between the steps of a long one, as a sign of life.
    ///   - changed: Called after ``status`` has changed.
    public init(
        _ store: any EventStore, path: String, registry: ProjectionRegistry = .standard,
        idle: Duration = .seconds(60), logger: Logger,
        sign: @escaping @Sendable () -> Void = {}, changed: @escaping @Sendable () -> Void = {}
    ) {
        self.store = store
        self.path = path
        self.registry = registry
        self.idle = idle
        self.logger = logger
        self.sign = sign
        self.changed = changed
        commits = store.commits()
    }

    /// The state of the projections now.
    public var status: ProjectionStatus { state.withLock { $0 } }

    /// Keeps projections up to date until a graceful shutdown or the task's cancellation, on a thread of its own.
    ///
    /// - Throws: ``BlockingThread/NotStarted``.
    public func run() async throws {
        try await BlockingThread.runService("projections", stop: stop, keepUp)
    }

    private func stop() {
        isStopped.store(true, ordering: .releasing)
        commits.wake()
    }

    /// Whether to stop. Each call is a sign of life.
    private var isAskedToStop: Bool {
        sign()
        return isStopped.load(ordering: .acquiring)
    }

    private func keepUp() {
        var views: Views?
        while !isAskedToStop {
            do throws(ViewsError) {
                let open: Views
                if let views {
                    open = views
                } else {
                    open = try Views(store, path: path, registry: registry, overdue: hear, hear: hear)
                }
                views = open
                try follow(open)
            } catch {
                views = nil
                fail(error)
                commits.wait(atMost: Self.pauseAfterFault)
            }
        }
    }

    /// Catches up after each commit.
    private func follow(_ views: Views) throws(ViewsError) {
        while !isAskedToStop {
            let isCurrent = try views.catchUp(isStopped: { self.isAskedToStop })
            if isCurrent { succeed(try views.standings()) }
            commits.wait(atMost: isCurrent ? idle : Self.pauseBesideOthers)
        }
    }

    private func succeed(_ standings: [ProjectionStanding]) {
        let (wasStalled, isNews) = state.withLock { state in
            let before = state
            (state.stall, state.remedy) = (nil, "")
            state.stopped = standings.filter { $0.serving?.fault != nil }.map(\.name)
            state.position = standings.compactMap { $0.serving?.position.value }.min() ?? 0
            return (before.stall != nil, state != before)
        }
        if isNews { changed() }
        if wasStalled { logger.notice("projections are up to date again") }
    }

    private func fail(_ error: ViewsError) {
        let isNews = state.withLock { state in
            defer { (state.stall, state.remedy) = (error.message, error.remedy) }
            return state.stall != error.message
        }
        guard isNews else { return }
        changed()
        logger.error(
            "projections are not persisted; events are still taken in",
            metadata: ["reason": "\(error.message)", "remedy": "\(error.remedy)"])
    }

    @Sendable private func hear(_ notice: ViewsNotice) {
        switch notice {
        case .stopped(let name, let fault):
            logger.error(
                "a projection has stopped; its rows up to there are served",
                metadata: [
                    "projection": "\(name)", "position": "\(fault.position)", "reason": "\(fault.message)",
                    "remedy": "it is rebuilt when a program with a newer version of it starts",
                ])
        case .ended, .overdue: logger.warning("\(notice.message)")
        default: logger.notice("\(notice.message)")
        }
    }
}

/// The state of the persisted projections.
public struct ProjectionStatus: Hashable, Sendable {
    /// The smallest number of events that a projection has folded; nil before the first check.
    public internal(set) var position: Int64?
    /// The projections that have stopped.
    public internal(set) var stopped: [String] = []
    /// Why projections cannot be persisted; nil if they can.
    public internal(set) var stall: String?
    /// What to do about ``stall``; empty without one.
    public internal(set) var remedy = ""

    /// The state before the first check.
    public init() {}
}
