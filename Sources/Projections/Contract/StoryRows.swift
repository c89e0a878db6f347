import CanonicalJSON

/// What an event did to the rows of its story.
public struct StoryRows {
    /// By key. nil is a row that is no more.
    private(set) var changes: [Text: Change] = [:]

    /// A row as it is now.
    struct Change {
        /// nil where the row is no more.
        var value: JSONObject?
        /// The searchable texts; nil where they are as they were.
        var texts: [Text]?
    }

    /// Nothing changed.
    public init() {}

    /// Puts a row in the place of the one with its key, if any.
    ///
    /// - Parameters:
    ///   - key: Unique among the story's rows.
    ///   - value: What the row says.
    ///   - texts: What it is found by, one for each of ``RowTable/searched``; nil leaves what the row is found by as it
    ///     is.
    public mutating func set(_ key: Text, _ value: JSONObject, texts: [Text]? = nil) {
        changes[key] = Change(value: value, texts: texts ?? changes[key]?.texts)
    }

    /// Takes a row away.
    public mutating func remove(_ key: Text) {
        changes[key] = Change(value: nil, texts: nil)
    }
}
