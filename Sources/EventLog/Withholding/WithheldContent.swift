import StoryEvents

/// What was withheld, as far as a file must not bring it back.
public struct WithheldContent: Hashable, Sendable {
    /// By the fingerprint of each event that lost more than the name and the hash of its file: the newest event that says
    /// so.
    public var takedowns: [[UInt8]: Position] = [:]
    /// By the fingerprint of each document that changed nothing and whose file a takedown took along: that takedown.
    public var unchanged: [[UInt8]: Position] = [:]
    /// By the number of each receipt that lists one of them as new.
    public var receipts: [Int64: Position] = [:]
    /// The events that lost more than the name and the hash of their file.
    public var positions: Set<Position> = []
    /// By the story of each: the newest event that says so.
    public var stories: [StoryID: Position] = [:]
    /// By the story of each event that lost anything, if only the name and the hash of its file: the newest event that says so.
    public var takings: [StoryID: Position] = [:]

    /// Nothing was withheld.
    public init() {}
}
