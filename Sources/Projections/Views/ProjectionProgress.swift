import StoryEvents

/// The progress of a ledger projection, written in the same transaction as its rows.
public struct ProjectionProgress: Hashable, Sendable {
    /// The projection's name.
    public let name: String
    /// The version of the fold that made the rows.
    public let version: Int
    /// The first position that is not folded yet.
    public var position: Position
    /// The event at which it stopped; nil while it goes on.
    public var fault: ProjectionFault?

    /// The number of the projection's tables.
    let generation: Int64
    /// The layout of these tables.
    let shape: String
    /// The digest of the last event's leaf; it shows whether the rows come from this log.
    var last: String?

    /// The purpose of the rows.
    enum Role: String {
        /// They answer queries.
        case serving
        /// They will replace the serving rows.
        case building
    }
}
