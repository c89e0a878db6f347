import CanonicalJSON

/// What a row says: asked for when the row is written or shown.
///
/// A row that changes with every event of its story is written once for many of them. So one that is a small value of
/// its own costs less than one that is a ``JSONObject`` from the beginning.
public protocol StoryRow: Sendable {
    /// The row.
    var value: JSONObject { get }
}

extension JSONObject: StoryRow {
    /// The row itself.
    public var value: JSONObject { self }
}

/// What an event did to the rows of its story.
public struct StoryRows {
    /// By key, in the order they were made: the last of a key counts.
    private(set) var changes: [(key: Text, change: Change)] = []

    /// A row as it is now.
    struct Change {
        /// nil where the row is no more.
        var row: (any StoryRow)?
        /// The searchable texts; nil where they are as they were.
        var texts: [Text]?

        /// Makes of two changes, one after the other, the one that does the same.
        mutating func add(_ next: Change) {
            row = next.row
            // A row that comes back after it was removed is found by nothing until something is said of it.
            if next.row == nil { texts = [] } else if let new = next.texts { texts = new }
        }

        /// How many bytes of texts there are.
        var weight: Int { texts?.reduce(0) { $0 + $1.utf8.count } ?? 0 }
    }

    /// Nothing changed.
    public init() {}

    /// Puts a row in the place of the one with its key, if any.
    ///
    /// - Parameters:
    ///   - key: Unique among the story's rows.
    ///   - row: What the row says.
    ///   - texts: What it is found by, one for each of ``RowTable/searched``; nil leaves what the row is found by as it
    ///     is.
    public mutating func set(_ key: Text, _ row: some StoryRow, texts: [Text]? = nil) {
        changes.append((key, Change(row: row, texts: texts)))
    }

    /// The same for a row written out where it is set.
    public mutating func set(_ key: Text, _ row: JSONObject, texts: [Text]? = nil) {
        changes.append((key, Change(row: row, texts: texts)))
    }

    /// Takes a row away.
    public mutating func remove(_ key: Text) {
        changes.append((key, Change(row: nil, texts: nil)))
    }
}
