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

    private struct State {
        var note: WorkNote?
        var seen: [Seen?] = []
        var isStarted = false
        var isStopped = false
    }

    private struct Seen {
        let beat: UInt64
        /// The thread's CPU time at the first look at this beat, in microseconds.
        let start: Int64
    }

    init(limit: Duration, say: @escaping @Sendable (OverdueWatch.Place) -> Void) {
        (self.limit, self.say) = (limit, say)
    }

    func stop() { state.withLock { ($0.isStopped, $0.note) = (true, nil) } }

    func follow(_ note: WorkNote?) {
        let isFirst = state.withLock { state in
            state.note = note
            state.seen = Array(repeating: nil, count: Int(CGUARD_LANES))
            defer { state.isStarted = state.isStarted || note != nil }
            return !state.isStarted && note != nil
        }
        guard isFirst else { return }
        // If the thread cannot be started, the work goes on unwatched.
        do throws(BlockingThread.NotStarted) { try BlockingThread.start("overdue-watch") { self.watch() } } catch {}
    }

    /// Looks often while a lane points at an item, and less and less often while none does.
    private func watch() {
        let shortest = max(1_000, min(1_000_000, limit.microseconds / 8))
        var pause = shortest
        while true {
            let (goesOn, isAtWork) = state.withLock { state in (look(&state), state.seen.contains { $0 != nil }) }
            guard goesOn else { return }
            pause = isAtWork ? shortest : min(2 * pause, 10 * shortest)
            usleep(UInt32(clamping: pause))
        }
    }

    /// - Returns: Whether the watch goes on. If a lane is late, the process ends.
    private func look(_ state: inout State) -> Bool {
        guard let note = state.note else { return !state.isStopped }
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
        return !state.isStopped
    }
}

extension WorkNote {
    /// The CPU time of the thread in a lane, in microseconds.
    fileprivate func used(_ lane: Int) -> Int64? {
        clocks.withLock { clocks in
            var time = timespec()
            guard let clock = clocks[lane], clock_gettime(clock, &time) == 0 else { return nil }
            return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
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
