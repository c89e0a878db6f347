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
    /// In the order they were made: the last of a key counts.
    private(set) var changes: [Change] = []

    /// A row as it is now.
    ///
    /// A class, because it goes from hand to hand and is large.
    final class Change {
        let key: Text
        /// nil where the row is no more.
        let row: (any StoryRow)?
        /// The searchable texts; nil where they are as they were.
        private(set) var texts: [Text]?
        /// Integers beside the row, by ``RowTable/counted``.
        let counts: [String: Int64]
        /// The event that made it.
        var position: Int64 = 0

        init(_ key: Text, _ row: (any StoryRow)?, _ texts: [Text]?, counts: [String: Int64] = [:]) {
            self.key = key
            self.counts = counts
            self.row = row
            // A row that comes back after it was removed is found by nothing until something is said of it.
            self.texts = row == nil ? [] : texts
        }

        /// Leaves the texts as another change has made them.
        func follow(_ earlier: Change) {
            texts = texts ?? earlier.texts
        }

        /// How much there is of it, in bytes, about.
        var weight: Int { texts?.reduce(512) { $0 + $1.utf8.count } ?? 512 }
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
    public mutating func set(_ key: Text, _ row: consuming some StoryRow, texts: [Text]? = nil) {
        changes.append(Change(key, row, texts))
    }

    /// The same for a row written out where it is set.
    ///
    /// - Parameter counts: Integers beside the row, by ``RowTable/counted``; those that are not given are 0.
    public mutating func set(_ key: Text, _ row: JSONObject, texts: [Text]? = nil, counts: [String: Int64] = [:]) {
        changes.append(Change(key, row, texts, counts: counts))
    }

    /// Takes a row away.
    public mutating func remove(_ key: Text) {
        changes.append(Change(key, nil, nil))
    }
}
