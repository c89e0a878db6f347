import EventLog
import StoryEvents

/// The two clocks of intake.
public struct InboxClock: Sendable {
    /// Monotonic time, from an arbitrary origin.
    public var uptime: @Sendable () -> Duration
    /// Wall-clock time.
    public var now: @Sendable () -> RecordedTime

    /// Creates a pair of clocks.
    public init(uptime: @escaping @Sendable () -> Duration, now: @escaping @Sendable () -> RecordedTime) {
        self.uptime = uptime
        self.now = now
    }

    /// The system's clocks.
    public static let system: InboxClock = {
        let start = ContinuousClock.now
        return InboxClock(uptime: { ContinuousClock.now - start }, now: SystemClock.now)
    }()
}
