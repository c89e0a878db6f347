import CanonicalJSON

/// What became of one story's rows since they were last taken, by projection and key; only the last of each counts.
final class StoryChanges {
    private var rows: [[Text: StoryRows.Change]] = []
    /// How much they weigh, about.
    private(set) var bytes = 0

    /// Whether nothing became of any.
    var isEmpty: Bool { rows.isEmpty }

    /// - Parameters:
    ///   - new: What an event did to the rows of one projection.
    ///   - index: Which one.
    ///   - count: How many there are.
    func add(_ new: StoryRows, of index: Int, among count: Int) {
        guard !new.changes.isEmpty else { return }
        if rows.isEmpty { rows = Array(repeating: [:], count: count) }
        for place in new.changes.indices {
            bytes += Self.add(new.changes[place].change, &rows[index][new.changes[place].key, default: Self.none])
        }
    }

    /// - Returns: How much more there is.
    private static func add(_ change: StoryRows.Change, _ kept: inout StoryRows.Change) -> Int {
        let weight = kept.row == nil && kept.texts == nil ? -512 : kept.weight
        kept.add(change)
        return kept.weight - weight
    }

    private static let none = StoryRows.Change()

    /// Gives what has gathered, by projection, and begins to gather anew.
    func take() -> [[Text: StoryRows.Change]] {
        defer { (rows, bytes) = ([], 0) }
        return rows
    }
}
