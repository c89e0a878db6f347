import CanonicalJSON
import StoryEvents

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
    ///   - position: The event's.
    func add(_ new: StoryRows, of index: Int, among count: Int, at position: Position) {
        guard !new.changes.isEmpty else { return }
        if rows.isEmpty { rows = Array(repeating: [:], count: count) }
        for change in new.changes {
            change.position = position.value
            let earlier = rows[index].updateValue(change, forKey: change.key)
            if let earlier { change.follow(earlier) }
            bytes += change.weight - (earlier?.weight ?? 0)
        }
    }

    /// Gives what has gathered, by projection, and begins to gather anew.
    func take() -> [[Text: StoryRows.Change]] {
        defer { (rows, bytes) = ([], 0) }
        return rows
    }
}
