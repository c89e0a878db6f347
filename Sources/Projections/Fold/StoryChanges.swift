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
        if rows.isEmpty { rows = Array(repeating: [:], count: count) }
        for (key, change) in new.changes { add(change, &rows[index][key]) }
    }

    private func add(_ change: StoryRows.Change, _ place: inout StoryRows.Change?) {
        // A row that comes back after it was removed is found by nothing until something is said of it.
        let texts = change.row == nil ? [] : change.texts ?? place?.texts
        bytes += (texts?.weight ?? 0) - (place?.texts?.weight ?? 0) + (place == nil ? 512 : 0)
        place = StoryRows.Change(row: change.row, texts: texts)
    }

    /// Gives what has gathered, by projection, and begins to gather anew.
    func take() -> [[Text: StoryRows.Change]] {
        defer { (rows, bytes) = ([], 0) }
        return rows
    }
}

extension [Text] {
    fileprivate var weight: Int { reduce(0) { $0 + $1.utf8.count } }
}
