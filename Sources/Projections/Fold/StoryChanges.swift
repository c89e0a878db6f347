import CanonicalJSON
import StoryEvents

/// The changed rows of one story, by projection and key. For one key, the last change counts.
final class StoryChanges {
    private var rows: [[Text: StoryRows.Change]] = []
    /// Approximate size, in bytes.
    private(set) var bytes = 0

    /// Whether no row changed.
    var isEmpty: Bool { rows.isEmpty }

    /// - Parameters:
    ///   - new: The rows that one event changes in one projection.
    ///   - index: The projection's index.
    ///   - count: How many projections there are.
    ///   - position: The event's position.
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

    /// Returns the collected changes, by projection, and starts an empty collection.
    func take() -> [[Text: StoryRows.Change]] {
        defer { (rows, bytes) = ([], 0) }
        return rows
    }
}
