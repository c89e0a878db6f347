import Foundation

/// A thread that reads short files, one after another. When it goes, it ends with what it was given.
final class ReadingThread: Sendable {
    private let jobs = Jobs()

    init() {
        let jobs = jobs
        Thread { jobs.work() }.start()
    }

    deinit { jobs.stop() }

    /// Does something after all that was given before.
    func run(_ job: @escaping @Sendable () -> Void) { jobs.add(job) }

    /// What is still to be done.
    private final class Jobs: @unchecked Sendable {
        // All under the lock of `condition`.
        private let condition = NSCondition()
        private var waiting: [@Sendable () -> Void] = []
        private var isStopped = false

        func add(_ job: @escaping @Sendable () -> Void) {
            condition.lock()
            waiting.append(job)
            condition.unlock()
            // Not before: whoever is woken would go to sleep again, on the lock.
            condition.signal()
        }

        func stop() {
            condition.lock()
            isStopped = true
            condition.signal()
            condition.unlock()
        }

        func work() {
            while let job = next() { job() }
        }

        private func next() -> (@Sendable () -> Void)? {
            condition.lock()
            defer { condition.unlock() }
            while waiting.isEmpty, !isStopped { condition.wait() }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }
}
