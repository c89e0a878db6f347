import Glibc
import Logging
import Synchronization
import Threads

/// Removes originals on a thread of its own.
///
/// A file system that discards blocks at once takes longer to remove a file than the rest of its intake takes.
/// ``Staging/clear(except:)`` removes at the next start what this thread has not removed when the process ends.
final class Remover: Sendable {
    private struct Work {
        var paths: [String] = []
        /// The number of files that are still to be removed.
        var waiting = 0
    }

    private let work = Mutex(Work())
    private let bell = WakePipe()
    private let logger: Logger

    /// The most files that may wait: about a second's work.
    private static let most = 10_000

    init(_ logger: Logger) throws(BlockingThread.NotStarted) {
        self.logger = logger
        try BlockingThread.start("inbox-remover") { self.run() }
    }

    /// Removes a file soon.
    ///
    /// - Returns: false if too many wait already: then the caller removes it.
    func remove(_ path: String) -> Bool {
        let isTaken = work.withLock { work in
            guard work.waiting < Self.most else { return false }
            work.paths.append(path)
            work.waiting += 1
            return true
        }
        if isTaken { bell.ring() }
        return isTaken
    }

    /// Removes the files that wait, for five seconds at most, and ends the thread.
    func finish() {
        bell.stop()
        for _ in 0..<1_000 {
            guard work.withLock({ $0.waiting > 0 }) else { return }
            usleep(5_000)
        }
    }

    private func run() {
        while true {
            // Files added before the end are removed.
            let isLast = bell.isStopped
            let paths = work.withLock { work in
                defer { work.paths = [] }
                return work.paths
            }
            for path in paths {
                removeNow(path)
                work.withLock { $0.waiting -= 1 }
            }
            guard paths.isEmpty else { continue }
            if isLast { return }
            bell.wait(for: -1, atMost: .seconds(3600))
        }
    }

    private func removeNow(_ path: String) {
        guard unlink(path) != 0, errno != ENOENT else { return }
        let fault = FileFault("remove", path)
        logger.warning(
            "the original of a recorded file stays until the next start",
            metadata: ["reason": "\(fault.message)", "remedy": "\(fault.remedy)"])
    }
}
