import CWorkGuard
import Glibc
import Threads

extension WorkNote {
    /// The threads in the lanes, and the watch that sleeps while there is none.
    struct Crew {
        /// The CPU clock of the thread in each lane.
        var clocks = [clockid_t?](repeating: nil, count: Int(CGUARD_LANES))
        /// Wakes the watch when a thread enters a lane; nil while the watch is awake.
        var alarm: WakePipe?
    }

    /// Notes that the calling thread is in a lane, and wakes the watch.
    func enter(_ lane: Int) {
        var clock = clockid_t()
        let own = pthread_getcpuclockid(pthread_self(), &clock) == 0 ? clock : nil
        crew.withLock { crew in
            crew.clocks[lane] = own
            crew.alarm.take()?.ring()
        }
    }

    /// - Returns: Whether no thread is in a lane. Then `alarm` is rung once one enters.
    func isDeserted(waking alarm: WakePipe) -> Bool {
        crew.withLock { crew in
            guard crew.clocks.allSatisfy({ $0 == nil }) else { return false }
            crew.alarm = alarm
            return true
        }
    }

    /// The CPU time of the thread in a lane, in microseconds.
    func used(_ lane: Int) -> Int64? {
        crew.withLock { crew in
            var time = timespec()
            guard let clock = crew.clocks[lane], clock_gettime(clock, &time) == 0 else { return nil }
            return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
        }
    }
}
