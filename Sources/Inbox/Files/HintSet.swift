import Glibc

/// Hints that nobody has looked at yet: of each file only the last one that matters, so that a flood of them stays small.
struct HintSet {
    private struct Key: Hashable {
        let watch: Int32
        let name: FileName?
        let isOfDirectory: Bool
    }

    private struct Value {
        var events: UInt32
        /// Its place in the order.
        var number: UInt64
    }

    private var found: [Key: Value] = [:]
    private var number: UInt64 = 0
    /// Where in the order hints were lost last.
    private var overflow: UInt64?

    /// More hints are an overflow.
    static let most = 100_000

    /// Whether there is anything to look at.
    var isEmpty: Bool { found.isEmpty && overflow == nil }

    mutating func add(_ hint: Notifier.Hint) {
        if hint.isOverflow { return noteOverflow() }
        if let name = hint.name, !hint.isOfDirectory, hint.isRemoval || name.isUnfinished { return }
        let key = Key(watch: hint.watch, name: hint.name, isOfDirectory: hint.concernsDirectories)
        guard found[key] != nil || found.count < Self.most else { return noteOverflow() }
        // What happened to a file last says how it is. What happened to a directory adds up.
        let before = hint.concernsDirectories ? found[key]?.events ?? 0 : 0
        number += 1
        found[key] = Value(events: hint.events | before, number: number)
    }

    /// The hints in the order in which their last came; none of them is left.
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
