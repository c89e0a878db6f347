import StoryEvents

/// Where a projection stopped, and why.
public struct ProjectionFault: Hashable, Sendable {
    /// The event that it cannot fold.
    public let position: Position
    /// What is in the way.
    public let message: String

    /// Joins a place and a reason.
    public init(position: Position, message: String) {
        self.position = position
        self.message = message
    }

    init(position: Position, _ error: any Error) {
        self.init(position: position, message: (error as? PayloadFault)?.message ?? "\(error)")
    }
}
