import Glibc
import Logging
import Synchronization
import Threads

/// Removes originals that have left the inbox, on a thread of its own.
///
/// A file system that discards blocks at once takes longer to remove a file than the rest of its intake takes. What this
/// thread has not removed when the process ends, ``Staging/clear(except:)`` removes at the next start.
final class Remover: Sendable {
    private struct Work {
        var paths: [String] = []
        /// How many files are asked for and still there.
        var waiting = 0
    }

    private let work = Mutex(Work())
    private let bell = Bell()
    private let logger: Logger

    /// How many files may wait: about a second's work.
    private static let most = 10_000

    init(_ logger: Logger) throws(BlockingThread.NotStarted) {
        self.logger = logger
        try BlockingThread.start("inbox-remover") { self.run() }
    }

    /// Has a file removed soon.
    ///
    /// - Returns: false where too many wait already: then the caller removes it.
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

    /// Ends the thread once it has removed what waits, and waits for that, for five seconds at most.
    func finish() {
        bell.stop()
        for _ in 0..<1_000 {
            guard work.withLock({ $0.waiting > 0 }) else { return }
            usleep(5_000)
        }
    }

    private func run() {
        while true {
            // What is asked for before the end is removed.
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
