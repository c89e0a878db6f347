import EventLog
import LedgerService
import StoryEvents
import Synchronization
import Threads

/// Clients that hear of events as they are recorded. A commit wakes them; nothing is held for a client that is slow, since
/// each reads from the log at its own place.
final class EventStreams: Sendable {
    private let pool: ReaderPool
    private let commits: any CommitSignal
    private let state = Mutex(State())

    /// Clients at a time.
    static let most = 500
    /// Between two looks at the log without a signal: a program that is killed at the end of a commit sends none.
    private static let look: Duration = .seconds(5)

    private struct State {
        var clients = 0
        var isStopped = false
        /// Counts the times at which the log may have grown.
        var turn = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// Pages that are being read: clients at the same place share one.
        var reading: [Key: Task<Result<StreamPage, SiteFault>, Never>] = [:]
    }

    private struct Key: Hashable {
        let question: StreamQuestion
        let from: Position
        let turn: Int
    }

    /// - Throws: ``BlockingThread/NotStarted``; ``EventLogError`` where the log cannot be opened.
    init(_ pool: ReaderPool, _ directory: LedgerDirectory) throws {
        self.pool = pool
        commits = try directory.open(.readOnly).commits()
        try BlockingThread.start("site-events") { [self] in
            while !isStopped {
                commits.wait(atMost: Self.look)
                wake()
            }
        }
    }

    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Counts the times at which the log may have grown.
    var turn: Int { state.withLock { $0.turn } }

    /// Ends all streams.
    func stop() {
        state.withLock { $0.isStopped = true }
        commits.wake()
        wake()
    }

    private func wake() {
        let waiting = state.withLock { state in
            state.turn += 1
            defer { state.waiting = [] }
            return state.waiting
        }
        for client in waiting { client.resume() }
    }

    /// Whether one more client may come; each that came leaves once.
    func enter() -> Bool {
        state.withLock { state in
            guard state.clients < Self.most, !state.isStopped else { return false }
            state.clients += 1
            return true
        }
    }

    func leave() { state.withLock { $0.clients -= 1 } }

    /// Waits until the log may have grown since a turn, at most some seconds.
    func wait(after turn: Int) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard state.turn == turn, !state.isStopped else { return true }
                state.waiting.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    /// Where a stream begins.
    func start(of question: StreamQuestion) async -> Result<Position, SiteFault> {
        await pool.read(for: .site) { responder -> Result<Position, SiteFault> in
            Result { () throws(SiteFault) in try StreamPage.start(of: question, responder) }
        }.flatMap(\.self)
    }

    /// The events from a position on.
    func page(_ question: StreamQuestion, from start: Position, turn: Int) async -> Result<StreamPage, SiteFault> {
        let key = Key(question: question, from: start, turn: turn)
        let task = state.withLock { state in
            if let running = state.reading[key] { return running }
            let task = Task { [pool] in
                await pool.read(for: .site) { responder -> Result<StreamPage, SiteFault> in
                    Result { () throws(SiteFault) in try StreamPage(question, from: start, responder) }
                }.flatMap(\.self)
            }
            state.reading[key] = task
            return task
        }
        let result = await task.value
        state.withLock { $0.reading[key] = nil }
        return result
    }
}
