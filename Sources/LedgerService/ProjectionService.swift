import EventLog
import Foundation
import Logging
import Projections
import ServiceLifecycle
import Synchronization
import Threads

/// Brings persisted projections up to date, within a tenth of a second of a commit when it is idle.
///
/// A failure here never stops intake: it is logged, and retried.
public final class ProjectionService: Service {
    private let store: any EventStore
    private let path: String
    private let registry: ProjectionRegistry
    private let logger: Logger
    private let sign: @Sendable () -> Void
    private let isStopped = Atomic(false)
    private let state = Mutex(ProjectionStatus())

    /// Microseconds between two checks for a commit of this or another process. A check is one small read.
    private static let interval: UInt32 = 50_000
    /// Checks of the log after which the file itself is checked: it may have been deleted.
    private static let looksBetweenChecks = 20

    /// - Parameters:
    ///   - store: The log.
    ///   - path: The file views.db.
    ///   - registry: The projections to persist.
    ///   - logger: Receives what stopped, and what is rebuilt.
    ///   - sign: Called in each turn, and between the steps of a long one, as a sign of life.
    public init(
        _ store: any EventStore, path: String, registry: ProjectionRegistry = .standard, logger: Logger,
        sign: @escaping @Sendable () -> Void = {}
    ) {
        self.store = store
        self.path = path
        self.registry = registry
        self.logger = logger
        self.sign = sign
    }

    /// The state of the projections now.
    public var status: ProjectionStatus { state.withLock { $0 } }

    /// Keeps projections up to date until a graceful shutdown or the task's cancellation, on a thread of its own.
    ///
    /// - Throws: ``BlockingThread/NotStarted``.
    public func run() async throws {
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await BlockingThread.run("projections") { self.keepUp() }
            } onGracefulShutdown: {
                self.isStopped.store(true, ordering: .releasing)
            }
        } onCancel: {
            isStopped.store(true, ordering: .releasing)
        }
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
                // While a full disk or a missing permission lasts, waits for about a second between two attempts.
                for _ in 0..<Self.looksBetweenChecks where !isAskedToStop { usleep(Self.interval) }
            }
        }
    }

    /// Catches up whenever the log has grown.
    private func follow(_ views: Views) throws(ViewsError) {
        var folded: Int64 = -1
        var looks = 0
        while !isAskedToStop {
            let size = try size()
            if size != folded || looks == 0 {
                if try views.catchUp(isStopped: { self.isAskedToStop }) {
                    folded = size
                    succeed(try views.standings())
                }
            }
            looks = (looks + 1) % Self.looksBetweenChecks
            usleep(Self.interval)
        }
    }

    private func size() throws(ViewsError) -> Int64 {
        do throws(EventLogError) { return try store.size() } catch { throw .log(error) }
    }

    private func succeed(_ standings: [ProjectionStanding]) {
        let wasStalled = state.withLock { state in
            defer {
                state.stall = nil
                state.stopped = standings.filter { $0.serving?.fault != nil }.map(\.name)
                state.position = standings.compactMap { $0.serving?.position.value }.min() ?? 0
            }
            return state.stall != nil
        }
        if wasStalled { logger.notice("projections are up to date again") }
    }

    private func fail(_ error: ViewsError) {
        let isNews = state.withLock { state in
            defer { state.stall = error.message }
            return state.stall != error.message
        }
        guard isNews else { return }
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

    /// The state before the first check.
    public init() {}
}
