import EventLog
import StoryEvents

/// The two clocks that the intake goes by.
public struct InboxClock: Sendable {
    /// Time that only passes, since whenever.
    public var uptime: @Sendable () -> Duration
    /// The time on the wall.
    public var now: @Sendable () -> RecordedTime

    /// Joins two clocks.
    public init(uptime: @escaping @Sendable () -> Duration, now: @escaping @Sendable () -> RecordedTime) {
        self.uptime = uptime
        self.now = now
    }

    /// The system's own.
    public static let system: InboxClock = {
        let start = ContinuousClock.now
        return InboxClock(uptime: { ContinuousClock.now - start }, now: SystemClock.now)
    }()
}
