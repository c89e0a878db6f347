import CWorkGuard
import Foundation
import Synchronization
import Threads

/// Ends the process when a thread stays at one step for longer than its limit, so that the process can be restarted.
///
/// The CPU time of the working thread counts: neither a slow disk nor a sleeping machine makes a step late.
public final class OverdueWatch: Sendable {
    /// The point of the thread that takes too long.
    public struct Place: Hashable, Sendable {
        /// The item it is at.
        public let item: String
        /// The step in the item.
        public let step: Int64?
        /// The limit that was exceeded.
        public let limit: Duration
    }

    private let watched: Watched

    /// - Parameters:
    ///   - limit: CPU time that one step may take.
    ///   - say: Called before the process ends with exit status 70.
    public init(limit: Duration, say: @escaping @Sendable (Place) -> Void) {
        watched = Watched(limit: limit, say: say)
    }

    deinit { watched.stop() }

    /// Watches all lanes of a note while they point at an item; nil for none. The previous note is released.
    public func follow(_ note: WorkNote?) { watched.follow(note) }
}

/// What the watch and its thread share.
private final class Watched: Sendable {
    private let limit: Duration
    private let say: @Sendable (OverdueWatch.Place) -> Void
    private let state = Mutex(State())
    /// Wakes the thread.
    private let alarm = WakePipe()

    private struct State {
        var note: WorkNote?
        var seen: [Seen?] = []
        var isStarted = false
    }

    private struct Seen {
        let beat: UInt64
        /// The thread's CPU time at the first look at this beat, in microseconds.
        let start: Int64
    }

    init(limit: Duration, say: @escaping @Sendable (OverdueWatch.Place) -> Void) {
        (self.limit, self.say) = (limit, say)
    }

    func stop() {
        state.withLock { $0.note = nil }
        alarm.stop()
    }

    func follow(_ note: WorkNote?) {
        let isFirst = state.withLock { state in
            state.note = note
            state.seen = Array(repeating: nil, count: Int(CGUARD_LANES))
            defer { state.isStarted = state.isStarted || note != nil }
            return !state.isStarted && note != nil
        }
        guard isFirst else { return alarm.ring() }
        // If the thread cannot be started, the work goes on unwatched.
        do throws(BlockingThread.NotStarted) { try BlockingThread.start("overdue-watch") { self.watch() } } catch {}
    }

    /// Looks often while a lane points at an item, less often while none does, and sleeps while no thread is in a lane.
    private func watch() {
        let shortest = max(.milliseconds(1), min(.seconds(1), limit / 8))
        var pause = shortest
        while !alarm.isStopped {
            let (isAtWork, isDeserted) = state.withLock { state in
                look(&state)
                return (state.seen.contains { $0 != nil }, state.note?.isDeserted(waking: alarm) ?? true)
            }
            pause = isAtWork ? shortest : min(pause * 2, shortest * 10)
            if isDeserted {
                pause = shortest
                alarm.wait(atMost: .seconds(3600))
            } else {
                alarm.sleep(for: pause)
            }
        }
    }

    /// If a lane is late, the process ends.
    private func look(_ state: inout State) {
        guard let note = state.note else { return }
        for lane in state.seen.indices {
            let found = cguard_read_lane(note.page, Int32(truncatingIfNeeded: lane))
            guard found.point != 0, let now = note.used(lane) else {
                state.seen[lane] = nil
                continue
            }
            guard let before = state.seen[lane], before.beat == found.beat else {
                state.seen[lane] = Seen(beat: found.beat, start: now)
                continue
            }
            guard now - before.start >= limit.microseconds else { continue }
            if let place = note.place(lane: lane) {
                say(OverdueWatch.Place(item: place.item, step: place.step, limit: limit))
            }
            note.markOverdue(lane: lane)
            _exit(70)
        }
    }
}

extension Duration {
    fileprivate var microseconds: Int64 {
        let (seconds, rest) = components
        let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000)
        return isTooLong ? .max : whole + rest / 1_000_000_000_000
    }
}
