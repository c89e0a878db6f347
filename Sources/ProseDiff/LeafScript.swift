/// A list of operations being written, neighbours of a kind joined and empty ones left out.
struct LeafScript {
    typealias Operation = Comparison.Operation

    let old: [UInt8]
    let new: [UInt8]
    private(set) var operations: [Operation] = []
    /// How many operations there were when a token was restyled last.
    private var restyled = 0

    init(old: [UInt8], new: [UInt8]) {
        self.old = old
        self.new = new
    }

    mutating func add(_ kind: Operation.Kind, _ oldRange: Range<Int>, _ newRange: Range<Int>) {
        guard !oldRange.isEmpty || !newRange.isEmpty else { return }
        if kind != .replace, let last = operations.last, last.kind == kind, last.edits.isEmpty,
            last.old.upperBound == oldRange.lowerBound, last.new.upperBound == newRange.lowerBound
        {
            operations[operations.count - 1].old = last.old.lowerBound..<oldRange.upperBound
            operations[operations.count - 1].new = last.new.lowerBound..<newRange.upperBound
        } else {
            operations.append(Operation(kind, old: oldRange, new: newRange))
        }
    }

    /// Writes a token that both texts have, in the same typography or not. Neighbours that were restyled are one change.
    mutating func keep(_ oldRange: Range<Int>, _ newRange: Range<Int>) {
        guard old[oldRange] != new[newRange] else { return add(.equal, oldRange, newRange) }
        if let last = operations.last, restyled == operations.count, last.old.upperBound == oldRange.lowerBound,
            last.new.upperBound == newRange.lowerBound
        {
            operations[operations.count - 1].old = last.old.lowerBound..<oldRange.upperBound
            operations[operations.count - 1].new = last.new.lowerBound..<newRange.upperBound
        } else {
            add(.replace, oldRange, newRange)
        }
        restyled = operations.count
    }

    mutating func add(_ operation: Operation) { operations.append(operation) }

    /// Writes what became of old bytes: nothing, the same, or others.
    ///
    /// - Parameter apart: Whether the two have nothing to do with each other, and are a deletion and an insertion.
    mutating func replace(_ oldRange: Range<Int>, _ newRange: Range<Int>, apart: Bool) {
        if oldRange.isEmpty {
            add(.insert, oldRange, newRange)
        } else if newRange.isEmpty {
            add(.delete, oldRange, newRange)
        } else if old[oldRange] == new[newRange] {
            add(.equal, oldRange, newRange)
        } else if apart {
            add(.delete, oldRange, newRange.lowerBound..<newRange.lowerBound)
            add(.insert, oldRange.upperBound..<oldRange.upperBound, newRange)
        } else {
            add(.replace, oldRange, newRange)
        }
    }
}
