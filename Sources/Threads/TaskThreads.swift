import Dispatch
import Synchronization

/// Threads that run a program's asynchronous tasks, in place of libdispatch's pool.
///
/// The pool ends threads that had nothing to do, and starts others for the next task. From its first task on it wakes
/// once a second to count its threads. These threads stay until the process ends, and sleep while there is no task.
///
/// Tasks started with `Task(executorPreference:)`, and their child tasks, run on them. `Task { }` does not inherit the
/// preference, and the pool ends a `Task.sleep`: neither belongs into a program that must not wake by itself.
public final class TaskThreads: TaskExecutor {
    private let queue = Mutex(Queue())
    private let count = DispatchSemaphore(value: 0)

    private struct Queue {
        var jobs: [UnownedJob] = []
        /// The index of the first job that no thread has taken.
        var first = 0
    }

    /// Starts the threads.
    ///
    /// - Parameters:
    ///   - name: Shown by ps(1) and debuggers; at most 15 bytes of it.
    ///   - threads: How many tasks run at a time, at least 1.
    /// - Throws: ``BlockingThread/NotStarted``.
    public init(_ name: String, threads: Int) throws(BlockingThread.NotStarted) {
        for _ in 0..<max(1, threads) { try BlockingThread.start(name) { self.work() } }
    }

    /// Has one of the threads run a job.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { $0.jobs.append(job) }
        count.signal()
    }

    private func work() {
        while true {
            count.wait()
            let job = queue.withLock { queue in
                defer {
                    queue.first += 1
                    if queue.first == queue.jobs.count { queue = Queue() }
                }
                return queue.jobs[queue.first]
            }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
