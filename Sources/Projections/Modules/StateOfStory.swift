import CanonicalJSON
import StoryEvents

/// What a story says, and where it and its claims stand.
public struct StateOfStory: StoryProjection {
    /// What it is asked for by.
    public static let name = "state"
    /// Raised whenever the same events would give something else.
    public static let version = 1

    private var state: StoryState?
    private var board = ClaimBoard()

    /// Nothing folded yet.
    public init() {}

    /// Folds the story's next event.
    public mutating func apply(_ event: RecordedEvent) throws(PayloadFault) {
        let payload = try event.payload()
        try board.apply(event)
        state.apply(event.envelope, payload)
    }

    /// The members of `show --json`; null before the story's first text.
    public var json: JSON { state?.json(board) ?? .null }
}
