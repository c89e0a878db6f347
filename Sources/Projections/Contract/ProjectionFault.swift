import StoryEvents

/// The event at which a projection stopped, and why.
public struct ProjectionFault: Hashable, Sendable {
    /// The event that it cannot fold.
    public let position: Position
    /// Why the event cannot be folded.
    public let message: String

    /// Creates a fault.
    public init(position: Position, message: String) {
        self.position = position
        self.message = message
    }

    init(position: Position, _ error: any Error) {
        self.init(position: position, message: (error as? PayloadFault)?.message ?? "\(error)")
    }
}
