/// All work that is suspected of ending the process: a pure value, without a file.
public struct Suspects: Hashable, Sendable {
    /// The newest first.
    public internal(set) var all: [Suspect] = []

    /// The largest number of suspects; the oldest are dropped first.
    static let most = 256

    /// Nothing is suspected.
    public init() {}

    /// The work to try next, alone, before anything else; nil if nothing is suspected.
    public var next: Suspect? { all.first { !$0.isCondemned } ?? all.first }

    /// Work that must not be tried again.
    public var condemned: [Suspect] { all.filter(\.isCondemned) }

    /// Records an unclean end.
    ///
    /// Several items, of which one must be at fault, are split into two halves after a marked end, or after as many
    /// unmarked ends as count like one.
    ///
    /// - Parameters:
    ///   - items: The items in progress.
    ///   - step: The step in the only item.
    ///   - cause: How the process ended.
    /// - Returns: The new suspect, before it is split.
    @discardableResult
    mutating func judge(_ items: [String], step: Int64?, _ cause: Suspect.Cause) -> Suspect {
        var suspect = Suspect(items: items, step: step, cause: cause)
        if let index = all.firstIndex(where: { $0.items == items && $0.step == step }) {
            suspect = all.remove(at: index)
        }
        suspect.cause = cause
        if cause.isMarked { suspect.marked += 1 } else { suspect.unmarked += 1 }
        // Something else ended in between: the other suspects' ends are no longer in a row.
        for index in all.indices { all[index].unmarked = 0 }
        all.insert(contentsOf: split(suspect), at: 0)
        all = Array(all.prefix(Self.most))
        return suspect
    }

    private func split(_ suspect: Suspect) -> [Suspect] {
        guard !suspect.isSingle, suspect.marked > 0 || suspect.unmarked >= Suspect.mostUnmarked else {
            return [suspect]
        }
        let middle = (suspect.items.count + 1) / 2
        return [suspect.items[..<middle], suspect.items[middle...]].map { items in
            var half = suspect
            half.items = Array(items)
            // A half has not ended a process yet: a single item is condemned only after it has.
            half.marked = min(1, half.marked)
            half.unmarked = 0
            return half
        }
    }

    /// Removes items that were done from the suspects.
    ///
    /// - Parameter step: Only steps below it were done; nil for all steps, and for items without steps.
    mutating func clear(_ items: [String], below step: Int64? = nil) {
        let done = Set(items)
        for index in all.indices {
            if let at = all[index].step, let step, at >= step { continue }
            all[index].items.removeAll { done.contains($0) }
        }
        all.removeAll { $0.items.isEmpty }
    }
}
