import StoryEvents

/// How far a ledger projection has come; kept in the same transaction as its rows.
public struct ProjectionProgress: Hashable, Sendable {
    /// The projection's name.
    public let name: String
    /// The version of the fold that made the rows.
    public let version: Int
    /// The first position that is not folded yet.
    public var position: Position
    /// Where it stopped, and why; nil while it goes on.
    public var fault: ProjectionFault?

    /// Which of the projection's tables they are.
    let generation: Int64
    /// What these tables look like.
    let shape: String
    /// The digest of the last event's leaf: whether the log is still the one it came from.
    var last: String?

    /// What the rows are for.
    enum Role: String {
        /// They answer what is asked.
        case serving
        /// They are made to take the place of those that serve.
        case building
    }
}
