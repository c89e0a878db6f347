import CanonicalJSON
import StoryEvents

/// What was found out about one thing that a ledger depends on.
public struct Diagnosis: Hashable, Sendable {
    /// How it is.
    public enum State: String, Hashable, Sendable {
        /// As it should be.
        case ok
        /// It works, and may not for long.
        case warning
        /// Something does not work, or is open to others.
        case fault
        /// This user cannot find out.
        case unknown
    }

    /// What was looked at, such as `space`.
    public let check: String
    /// How it is.
    public let state: State
    /// What was found, in one line.
    public let message: String
    /// What to do about it, if possible a command; empty if there is nothing to do.
    public var remedy: String

    init(_ check: String, _ state: State, _ message: String, remedy: String = "") {
        self.check = check
        self.state = state
        self.message = message
        self.remedy = remedy
    }

    /// `{check, state, message, remedy}`.
    public var json: JSON {
        [
            "check": .string(Text(check)), "state": .string(Text(state.rawValue)), "message": .string(Text(message)),
            "remedy": remedy.isEmpty ? .null : .string(Text(remedy)),
        ]
    }
}
