import Glibc

/// Hints that intake has not handled yet. For each file only the last relevant one is stored, so that a flood stays
/// small.
struct HintSet {
    private struct Key: Hashable {
        let watch: Int32
        let name: FileName?
        let isOfDirectory: Bool
    }

    private struct Value {
        var events: UInt32
        /// Its number in the order.
        var number: UInt64
    }

    private var found: [Key: Value] = [:]
    private var number: UInt64 = 0
    /// The place in the order of the last loss of hints.
    private var overflow: UInt64?

    /// The most hints; more are an overflow.
    static let most = 100_000

    /// Whether there is nothing to handle.
    var isEmpty: Bool { found.isEmpty && overflow == nil }

    mutating func add(_ hint: Notifier.Hint) {
        if hint.isOverflow { return noteOverflow() }
        if let name = hint.name, !hint.isOfDirectory, hint.isRemoval || name.isUnfinished { return }
        let key = Key(watch: hint.watch, name: hint.name, isOfDirectory: hint.concernsDirectories)
        guard found[key] != nil || found.count < Self.most else { return noteOverflow() }
        // The last event of a file tells its state. Events of a directory add up.
        let before = hint.concernsDirectories ? found[key]?.events ?? 0 : 0
        number += 1
        found[key] = Value(events: hint.events | before, number: number)
    }

    /// Returns the hints, ordered by the last event of each, and empties the set.
    mutating func take() -> [Notifier.Hint] {
        defer { self = HintSet() }
        var hints = found.map { key, value in
            (number: value.number, hint: Notifier.Hint(watch: key.watch, events: value.events, name: key.name))
        }
        if let overflow { hints.append((overflow, Notifier.Hint(watch: -1, events: UInt32(IN_Q_OVERFLOW), name: nil))) }
        return hints.sorted { $0.number < $1.number }.map(\.hint)
    }

    private mutating func noteOverflow() {
        number += 1
        overflow = number
    }
}
