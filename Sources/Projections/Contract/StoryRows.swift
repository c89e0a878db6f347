import CanonicalJSON

/// The content of a row, built only when the row is written or shown.
///
/// A row can change with every event of its story and is still written once per batch. A small value of its own costs
/// less than a ``JSONObject`` for each event.
public protocol StoryRow: Sendable {
    var value: JSONObject { get }
}

extension JSONObject: StoryRow {
    /// The row itself.
    public var value: JSONObject { self }
}

/// The rows that one event changes in its story.
public struct StoryRows {
    /// In the order they were set. For one key, the last change counts.
    private(set) var changes: [Change] = []

    /// A row's new content.
    ///
    /// A class, because it is large and passed between many functions.
    final class Change {
        let key: Text
        /// nil when the row is removed.
        let row: (any StoryRow)?
        /// The searchable texts; nil when they do not change.
        private(set) var texts: [Text]?
        /// Integers beside the row, by ``RowTable/counted``.
        let counts: [String: Int64]
        /// The event that changed the row.
        var position: Int64 = 0

        init(_ key: Text, _ row: (any StoryRow)?, _ texts: [Text]?, counts: [String: Int64] = [:]) {
            self.key = key
            self.counts = counts
            self.row = row
            // A row that returns after a removal has no searchable texts until it sets some.
            self.texts = row == nil ? [] : texts
        }

        /// Takes the texts of an earlier change when this one has none.
        func follow(_ earlier: Change) {
            texts = texts ?? earlier.texts
        }

        /// Approximate size, in bytes.
        var weight: Int { texts?.reduce(512) { $0 + $1.utf8.count } ?? 512 }
    }

    /// Starts without changes.
    public init() {}

    /// Sets the row of a key, and replaces the one there.
    ///
    /// - Parameters:
    ///   - key: Unique among the story's rows.
    ///   - row: The row's content.
    ///   - texts: The searchable texts, one for each of ``RowTable/searched``; nil leaves them unchanged.
    public mutating func set(_ key: Text, _ row: consuming some StoryRow, texts: [Text]? = nil) {
        changes.append(Change(key, row, texts))
    }

    /// Sets the row of a key, with its content written out.
    ///
    /// - Parameter counts: Integers beside the row, by ``RowTable/counted``; those not given are 0.
    public mutating func set(_ key: Text, _ row: JSONObject, texts: [Text]? = nil, counts: [String: Int64] = [:]) {
        changes.append(Change(key, row, texts, counts: counts))
    }

    /// Removes a row.
    public mutating func remove(_ key: Text) {
        changes.append(Change(key, nil, nil))
    }
}
