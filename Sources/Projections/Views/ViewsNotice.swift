import StoryEvents

/// Something about what is kept of projections that people should hear.
public enum ViewsNotice: Hashable, Sendable {
    /// The file was not there, or not one that this program wrote, and is made anew from the log.
    case madeAnew(path: String, reason: String)
    /// The rows of a projection are not those of this log, or of this version, and are made anew from it.
    case begunAnew(String, reason: String)
    /// A projection has stopped.
    case stopped(String, ProjectionFault)
    /// The process before ended uncleanly while a projection, or all of them, folded an event.
    case ended(String?, Position, String)
    /// A projection, or what is done for all of them, takes too long at an event; the process ends.
    case overdue(String?, Position, Duration)
    /// Rows made anew have taken the place of those before.
    case replaced(String, version: Int)

    /// A line for people.
    public var message: String {
        switch self {
        case .madeAnew(let path, let reason): "\(path) is made from the log: \(reason)"
        case .begunAnew(let name, let reason): "the projection '\(name)' is made from the log again: \(reason)"
        case .stopped(let name, let fault):
            "the projection '\(name)' stopped at \(fault.position): \(fault.message)"
        case .ended(let name, let position, let message):
            "\(Self.subject(name)) \(message) at \(position), which is folded alone now"
        case .overdue(let name, let position, let limit):
            "\(Self.subject(name)) took more than \(limit.components.seconds) s at \(position):"
                + " the process ends, to be started again"
        case .replaced(let name, let version): "the projection '\(name)' is now of version \(version)"
        }
    }

    private static func subject(_ name: String?) -> String {
        name.map { "the projection '\($0)'" } ?? "reading for all projections"
    }
}
