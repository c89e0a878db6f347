import Logging
import Synchronization

/// The level below which messages are not written; it can change while the program runs.
public final class LogThreshold: Sendable {
    private let state: Mutex<Logger.Level>

    /// - Parameter level: The level at the start.
    public init(_ level: Logger.Level) { state = Mutex(level) }

    /// The least grave level that is written.
    public var level: Logger.Level {
        get { state.withLock(\.self) }
        set { state.withLock { $0 = newValue } }
    }
}
