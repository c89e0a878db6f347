/// A list of operations under construction. Neighbours of one kind are joined, and empty ones dropped.
struct LeafScript {
    typealias Operation = Comparison.Operation

    let old: [UInt8]
    let new: [UInt8]
    private(set) var operations: [Operation] = []
    /// The number of operations when a token was last restyled.
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

    /// Writes a token of both texts, in the same typography or not. Restyled neighbours become one change.
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

    /// Writes the replacement of old bytes by nothing, the same or other bytes.
    ///
    /// - Parameter apart: Whether the two are unrelated, so that they become a deletion and an insertion.
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
