import Inbox
import Synchronization

/// When the thread that takes files in last looked at its clock.
///
/// It does so for every file, for every document in it, and at least once in every scan interval: a thread that hangs does not.
final class Heartbeat: Sendable {
    private let last: Mutex<Duration?> = Mutex(nil)
    private let uptime: @Sendable () -> Duration
    private let start: Duration
    private let allowance: Duration

    /// What a commit may take: waiting for another process, and a slow disk.
    private static let longestCommit: Duration = .seconds(60)

    /// - Parameters:
    ///   - scanInterval: How long the thread may rest.
    ///   - uptime: Time that only passes.
    init(scanInterval: Duration, uptime: @escaping @Sendable () -> Duration = InboxClock.system.uptime) {
        self.uptime = uptime
        start = uptime()
        allowance = scanInterval + Self.longestCommit
    }

    /// The clock for the thread: looking at it is a sign of life.
    var clock: InboxClock {
        InboxClock(
            uptime: {
                let now = self.uptime()
                self.last.withLock { $0 = now }
                return now
            }, now: InboxClock.system.now)
    }

    /// Whether the last sign of life, or the start, is recent enough.
    var isAlive: Bool { uptime() - (last.withLock(\.self) ?? start) <= allowance }
}
