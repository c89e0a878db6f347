import StoryEvents

/// A notice for people about persisted projections.
public enum ViewsNotice: Hashable, Sendable {
    /// The file was missing or foreign, and is rebuilt from the log.
    case rebuiltFile(path: String, reason: String)
    /// The rows of a projection belong to another log or version, and are rebuilt.
    case restarted(String, reason: String)
    /// A projection has stopped.
    case stopped(String, ProjectionFault)
    /// The last process ended uncleanly while one projection, or all of them, folded an event.
    case ended(String?, Position, String)
    /// A projection, or the work for all of them, takes too long at an event; the process ends.
    case overdue(String?, Position, Duration)
    /// Rebuilt rows have replaced the old ones.
    case replaced(String, version: Int)

    /// A line for people.
    public var message: String {
        switch self {
        case .rebuiltFile(let path, let reason): "\(path) is rebuilt from the log: \(reason)"
        case .restarted(let name, let reason): "the projection '\(name)' is rebuilt from the log: \(reason)"
        case .stopped(let name, let fault):
            "the projection '\(name)' stopped at \(fault.position): \(fault.message)"
        case .ended(let name, let position, let message):
            "\(Self.subject(name)) \(message) at \(position), which is now folded alone"
        case .overdue(let name, let position, let limit):
            "\(Self.subject(name)) took more than \(limit.components.seconds) s at \(position):"
                + " the process ends, to be started again"
        case .replaced(let name, let version): "the projection '\(name)' now serves version \(version)"
        }
    }

    private static func subject(_ name: String?) -> String {
        name.map { "the projection '\($0)'" } ?? "reading for all projections"
    }
}
