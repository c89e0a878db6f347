import EventLog
import LedgerTestKit
import StoryEvents
import Synchronization

/// A machine with a wall clock that anyone may set, and a time since its start that nobody can.
final class MachineUnderTest: Sendable {
    private struct State {
        var wall = ManualClock.noon.microseconds
        /// What the wall clock would show if nobody had set it.
        var right = ManualClock.noon.microseconds
        var uptime: Int64 = 60_000_000
        var boot = 1
    }

    private let state = Mutex(State())

    var wall: Int64 { state.withLock(\.wall) }
    var right: Int64 { state.withLock(\.right) }
    var uptimeNow: Int64 { state.withLock(\.uptime) }
    var boot: String { state.withLock { "boot-\($0.boot)" } }

    /// The uptime that a process started now sees.
    var uptime: MachineUptime { MachineUptime(boot: boot, now: { self.uptimeNow }) }

    func pass(seconds: Int64) {
        state.withLock {
            $0.wall += seconds * 1_000_000
            $0.right += seconds * 1_000_000
            $0.uptime += seconds * 1_000_000
        }
    }

    /// Sets the wall clock forward, or back where negative.
    func step(seconds: Int64) { state.withLock { $0.wall += seconds * 1_000_000 } }

    func set(_ wall: Int64) { state.withLock { $0.wall = wall } }

    /// Sets the wall clock so far from the right one.
    func set(secondsFromRight seconds: Int64) { state.withLock { $0.wall = $0.right + seconds * 1_000_000 } }

    /// Off for a while, and on again.
    func reboot(off seconds: Int64) {
        state.withLock {
            $0.wall += seconds * 1_000_000
            $0.right += seconds * 1_000_000
            $0.uptime = 30_000_000
            $0.boot += 1
        }
    }

    /// Opens the log as a process does that starts now.
    func open(_ ledger: TemporaryLedger) throws(EventLogError) -> SQLiteEventStore {
        try SQLiteEventStore(
            path: ledger.path, clock: { RecordedTime(microseconds: self.wall) }, uptime: uptime)
    }
}
