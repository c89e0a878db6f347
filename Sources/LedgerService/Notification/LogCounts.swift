import Dispatch
import EventLog
import Files
import Foundation
import Threads

/// Reads what the state of the daemon says of the log, on a thread of its own: with a disk that has stopped, even reading may
/// never end, and systemd must be told why nothing moves.
final class LogCounts: @unchecked Sendable {
    /// The number of events, nil where it cannot be read; why the clock is not believed, and why nothing can be written, nil
    /// where it is and can.
    struct Counts: Sendable {
        var events: Int64?
        var clock: ClockFault?
        var disk: WriteRefusal?
    }

    // All below is touched only under the condition's lock.
    private let condition = NSCondition()
    private var last = Counts()
    private var wanted = 0
    private var read = 0
    private var isStopped = false
    /// Those who wait for a count, and for which.
    private var waiting: [(number: Int, answered: DispatchSemaphore)] = []

    /// How long an answer may take; after that the last one is given.
    private static let patience: DispatchTimeInterval = .seconds(1)

    /// - Parameter directory: The ledger's.
    /// - Throws: Where the thread cannot be started.
    init(_ store: SQLiteEventStore, _ directory: String) throws(BlockingThread.NotStarted) {
        try BlockingThread.start("log-counts") { [weak self] in
            while let target = self?.nextWanted() {
                let counts = Self.counts(store, directory)
                guard let self else { return }
                self.condition.withLock {
                    self.last = counts
                    self.read = target
                    for waiter in self.waiting where waiter.number <= target { waiter.answered.signal() }
                    self.waiting.removeAll { $0.number <= target }
                }
            }
        }
    }

    /// Ends the thread, once it answers.
    func stop() {
        condition.withLock {
            isStopped = true
            condition.broadcast()
            for waiter in waiting { waiter.answered.signal() }
            waiting = []
        }
    }

    /// The counts now; the last ones where the log does not answer.
    var latest: Counts {
        let answered = DispatchSemaphore(value: 0)
        condition.withLock {
            guard !isStopped else { return _ = answered.signal() }
            wanted += 1
            waiting.append((wanted, answered))
            condition.broadcast()
        }
        // By a clock that nobody sets: one of the year 2262 is beyond what a date can be waited for.
        _ = answered.wait(timeout: .now() + Self.patience)
        return condition.withLock { last }
    }

    /// Waits until a count is wanted; nil at the end.
    private func nextWanted() -> Int? {
        condition.withLock {
            while read == wanted, !isStopped { condition.wait() }
            return isStopped ? nil : wanted
        }
    }

    private static func counts(_ store: SQLiteEventStore, _ directory: String) -> Counts {
        let disk = FileSystemRoom(of: directory)?.refusal
        // If the log cannot be read, the state says so, and intake reports the reason.
        do throws(EventLogError) {
            return Counts(events: try store.size(), clock: try store.clockStanding().fault, disk: disk)
        } catch {
            return Counts(disk: disk)
        }
    }
}
