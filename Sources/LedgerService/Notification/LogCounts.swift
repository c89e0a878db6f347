import EventLog
import Foundation
import Threads

/// Reads what the state of the daemon says of the log, on a thread of its own: with a disk that has stopped, even reading may
/// never end, and systemd must be told why nothing moves.
final class LogCounts: @unchecked Sendable {
    /// The number of events, nil where it cannot be read; and why the clock is not believed, nil where it is.
    struct Counts: Sendable {
        var events: Int64?
        var clock: ClockFault?
    }

    // All below is touched only under the condition's lock.
    private let condition = NSCondition()
    private var last = Counts()
    private var wanted = 0
    private var read = 0
    private var isStopped = false

    /// How long an answer may take; after that the last one is given.
    private static let patience: TimeInterval = 1

    /// - Throws: Where the thread cannot be started.
    init(_ store: SQLiteEventStore) throws(BlockingThread.NotStarted) {
        try BlockingThread.start("log-counts") { [weak self] in
            while let target = self?.nextWanted() {
                let counts = Self.counts(store)
                guard let self else { return }
                self.condition.withLock {
                    (self.last, self.read) = (counts, target)
                    self.condition.broadcast()
                }
            }
        }
    }

    /// Ends the thread, once it answers.
    func stop() {
        condition.withLock {
            isStopped = true
            condition.broadcast()
        }
    }

    /// The counts now; the last ones where the log does not answer.
    var latest: Counts {
        condition.withLock {
            wanted += 1
            let mine = wanted
            condition.broadcast()
            let limit = Date(timeIntervalSinceNow: Self.patience)
            while read < mine, !isStopped, condition.wait(until: limit) {}
            return last
        }
    }

    /// Waits until a count is wanted; nil at the end.
    private func nextWanted() -> Int? {
        condition.withLock {
            while read == wanted, !isStopped { condition.wait() }
            return isStopped ? nil : wanted
        }
    }

    private static func counts(_ store: SQLiteEventStore) -> Counts {
        // If the log cannot be read, the state says so, and intake reports the reason.
        do throws(EventLogError) {
            return Counts(events: try store.size(), clock: try store.clockStanding().fault)
        } catch {
            return Counts()
        }
    }
}
