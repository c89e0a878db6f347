/// All work that is suspected of ending the process: a pure value, without a file.
public struct Suspects: Hashable, Sendable {
    /// The newest first.
    public internal(set) var all: [Suspect] = []

    /// The largest number of suspects; the oldest are dropped first.
    static let most = 256

    /// Nothing is suspected.
    public init() {}

    /// The work to try next, alone, before anything else; nil if nothing is suspected.
    public var next: Suspect? { inOrder.first }

    /// The suspects in the order in which they are tried: what is condemned is put aside first, unless that itself ends the
    /// process; then comes what has ended the process once, which is often innocent.
    public var inOrder: [Suspect] {
        all.enumerated()
            .sorted { ($0.element.turn, $0.offset) < ($1.element.turn, $1.offset) }
            .map(\.element)
    }

    /// Work that must not be tried again.
    public var condemned: [Suspect] { all.filter(\.isCondemned) }

    /// Work in progress when a process ended.
    typealias Part = (items: [String], step: Int64?, cause: Suspect.Cause)

    /// Records an unclean end.
    ///
    /// Several items, of which one must be at fault, are split into two halves after a marked end, or after as many
    /// unmarked ends as count like one.
    ///
    /// - Parameters:
    ///   - parts: The work in progress. Work that two threads had in progress counts once.
    ///   - isPutOff: Whether other suspects were not tried since their last end. Their ends are then still in a row.
    /// - Returns: The suspects, before they are split.
    @discardableResult
    mutating func judge(_ parts: [Part], othersPutOff isPutOff: Bool = false) -> [Suspect] {
        var ended: [Suspect] = []
        for part in parts where !ended.contains(where: { $0.items == part.items && $0.step == part.step }) {
            var suspect = Suspect(items: part.items, step: part.step, cause: part.cause)
            if let index = all.firstIndex(where: { $0.items == part.items && $0.step == part.step }) {
                suspect = all.remove(at: index)
            }
            suspect.cause = part.cause
            if part.cause.isMarked { suspect.marked += 1 } else { suspect.unmarked += 1 }
            ended.append(suspect)
        }
        guard !ended.isEmpty else { return [] }
        if !isPutOff {
            // Something else ended: the other suspects' ends are no longer in a row.
            all.removeAll { $0.marked == 0 && !$0.isCondemned }
            for index in all.indices where !all[index].isCondemned { all[index].unmarked = 0 }
        }
        all = Array((ended.flatMap(split) + all).prefix(Self.most))
        return ended
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
