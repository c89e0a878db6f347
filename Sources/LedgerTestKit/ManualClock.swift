import StoryEvents
import Synchronization

/// A clock that stands still until it is told otherwise.
public final class ManualClock: Sendable {
    private let microseconds: Mutex<Int64>

    /// Starts at 2026-03-02T12:00:00Z unless told otherwise.
    public init(_ start: RecordedTime = ManualClock.noon) {
        microseconds = Mutex(start.microseconds)
    }

    /// 2026-03-02T12:00:00.000000Z.
    public static let noon = RecordedTime(microseconds: 1_772_452_800_000_000)

    /// What it shows.
    public var now: RecordedTime { RecordedTime(microseconds: microseconds.withLock { $0 }) }

    /// Moves it on, or back where negative.
    public func advance(seconds: Int64) {
        microseconds.withLock { $0 += seconds * 1_000_000 }
    }
}
