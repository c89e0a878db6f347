import CanonicalJSON
import StoryEvents

/// What a story says, and where it and its claims stand.
public struct StateOfStory: StoryProjection {
    /// What it is asked for by.
    public static let name = "state"
    /// Raised whenever the same events would give something else.
    public static let version = 1

    /// What it says; nil before its first text.
    public private(set) var state: StoryState?
    /// Where its claims stand.
    public private(set) var board = ClaimBoard()

    /// Nothing folded yet.
    public init() {}

    /// Folds the story's next event.
    public mutating func apply(_ event: RecordedEvent, _ payload: Payload) {
        board.apply(event, payload)
        state.apply(event.envelope, payload)
    }

    /// The members of `show --json`; null before the story's first text.
    public var json: JSON { streamed.json }

    /// ``json``, to be written in pieces.
    public var streamed: StreamedJSON { state?.streamed(board) ?? .value(.null) }
}
