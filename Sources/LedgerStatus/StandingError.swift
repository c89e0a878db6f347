import EventLog
import Projections

/// Why the state of a ledger cannot be read.
public enum StandingError: Error, Hashable, Sendable {
    /// The log cannot be read.
    case log(EventLogError)
    /// The persisted projections cannot be compared with the log.
    case views(ViewsError)

    /// What was found, and where.
    public var message: String {
        switch self {
        case .log(let error): error.message
        case .views(let error): error.message
        }
    }
}
