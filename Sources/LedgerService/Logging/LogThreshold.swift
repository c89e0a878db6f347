import Logging
import Synchronization

/// The least severe level that is written. It can change while the program runs.
public final class LogThreshold: Sendable {
    private let state: Mutex<Logger.Level>

    /// - Parameter level: The initial level.
    public init(_ level: Logger.Level) { state = Mutex(level) }

    /// The least severe level that is written.
    public var level: Logger.Level {
        get { state.withLock(\.self) }
        set { state.withLock { $0 = newValue } }
    }
}
