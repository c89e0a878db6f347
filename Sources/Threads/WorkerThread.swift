import Dispatch
import Synchronization

/// A thread that runs pieces of blocking work one after another, in the order in which they were added.
///
/// It ends when nothing refers to it any more, after the work added before.
public final class WorkerThread: Sendable {
    private let queue = Queue()

    /// Starts the thread.
    ///
    /// - Parameter name: Shown by ps(1) and debuggers; at most 15 bytes of it.
    /// - Throws: ``BlockingThread/NotStarted``.
    public init(_ name: String) throws(BlockingThread.NotStarted) {
        let queue = queue
        try BlockingThread.start(name) { queue.work() }
    }

    deinit { queue.add(nil) }

    /// Runs a piece of work on the thread and suspends the task until it returns.
    public func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.add { continuation.resume(returning: body()) }
        }
    }

    /// Runs a piece of work that may throw.
    public func result<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async -> Result<Value, Failure> {
        await run { Result(catching: body) }
    }

    private final class Queue: Sendable {
        typealias Work = @Sendable () -> Void
        private let waiting = Mutex<[Work?]>([])
        private let count = DispatchSemaphore(value: 0)

        /// - Parameter work: nil ends the thread.
        func add(_ work: Work?) {
            waiting.withLock { $0.append(work) }
            count.signal()
        }

        func work() {
            while true {
                count.wait()
                guard let next = waiting.withLock({ $0.removeFirst() }) else { return }
                next()
            }
        }
    }
}
