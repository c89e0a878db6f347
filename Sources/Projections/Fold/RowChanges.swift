import CanonicalJSON
import StoryEvents

/// What became of the rows of one ledger projection, by story and key; only the last of each counts.
struct RowChanges {
    /// Where a row is.
    struct Place: Hashable, Comparable {
        let story: StoryID
        let key: Text

        static func < (left: Place, right: Place) -> Bool {
            left.story == right.story ? left.key < right.key : left.story < right.story
        }
    }

    private(set) var rows: [Place: StoryRows.Change] = [:]
    /// How much it weighs, about.
    private(set) var bytes = 0

    mutating func add(_ new: StoryRows, of story: StoryID) {
        for (key, change) in new.changes {
            let place = Place(story: story, key: key)
            let before = rows[place]
            var change = change
            if let before, change.value != nil { change.texts = change.texts ?? before.texts }
            if before == nil { bytes += 512 }
            bytes += (change.texts?.weight ?? 0) - (before?.texts?.weight ?? 0)
            rows[place] = change
        }
    }

    mutating func forget(_ story: StoryID) {
        rows = rows.filter { $0.key.story != story }
    }
}

extension [Text] {
    fileprivate var weight: Int { reduce(0) { $0 + $1.utf8.count } }
}
