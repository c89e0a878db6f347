import Dispatch
import EventLog
import Files
import Foundation
import Threads

/// Reads what the state of the daemon says of the log, on a thread of its own: with a disk that has stopped, even reading may
/// never end, and systemd must be told why nothing moves.
final class LogCounts: @unchecked Sendable {
    /// The number of events and how the clock differs from them, nil where they cannot be read; and why nothing can be written,
    /// nil where something can.
    struct Counts: Sendable {
        var events: Int64?
        var clock: ClockStanding?
        var disk: WriteRefusal?
    }

    /// Wakes the thread.
    private let wake = DispatchSemaphore(value: 0)

    // All below is touched only under the lock.
    private let lock = NSLock()
    private var last = Counts()
    private var wanted = 0
    private var read = 0
    private var isStopped = false
    /// Those who wait for a count, and for which.
    private var waiting: [(number: Int, answered: DispatchSemaphore)] = []

    /// How long an answer may take; after that the last one is given.
    private static let patience: DispatchTimeInterval = .seconds(1)
    /// How often to look at the clock while nobody asks: what it shows is noted, so that its next jump is told from this.
    private static let look: DispatchTimeInterval = .seconds(5)

    /// - Parameters:
    ///   - directory: The ledger's.
    ///   - watch: Gets what each look at the clock has found.
    /// - Throws: Where the thread cannot be started.
    init(
        _ store: SQLiteEventStore, _ directory: String, watch: ClockWatch
    ) throws(BlockingThread.NotStarted) {
        try BlockingThread.start("log-counts") { [weak self] in
            var watch = watch
            while let target = self?.nextWanted() {
                let counts = Self.counts(store, directory)
                if let clock = counts.clock { watch.look(clock) }
                guard let self else { return }
                self.lock.withLock {
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
        lock.withLock {
            isStopped = true
            wake.signal()
            for waiter in waiting { waiter.answered.signal() }
            waiting = []
        }
    }

    /// The counts now; the last ones where the log does not answer.
    var latest: Counts {
        let answered = DispatchSemaphore(value: 0)
        lock.withLock {
            guard !isStopped else { return _ = answered.signal() }
            wanted += 1
            waiting.append((wanted, answered))
            wake.signal()
        }
        // By a clock that nobody sets: one of the year 2262 is beyond what a date can be waited for.
        _ = answered.wait(timeout: .now() + Self.patience)
        return lock.withLock { last }
    }

    /// Waits until a count is wanted, or for the next look; nil at the end.
    private func nextWanted() -> Int? {
        let isPending = lock.withLock { read != wanted && !isStopped }
        if !isPending { _ = wake.wait(timeout: .now() + Self.look) }
        return lock.withLock { isStopped ? nil : wanted }
    }

    private static func counts(_ store: SQLiteEventStore, _ directory: String) -> Counts {
        let disk = FileSystemRoom(of: directory)?.refusal
        // If the log cannot be read, the state says so, and intake reports the reason.
        do throws(EventLogError) {
            return Counts(events: try store.size(), clock: try store.clockStanding(), disk: disk)
        } catch {
            return Counts(disk: disk)
        }
    }
}
