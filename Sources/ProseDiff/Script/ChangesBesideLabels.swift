/// Finds the changes that may have been in a withheld passage: what stands in the place of a label may be what was withheld.
struct ChangesBesideLabels {
    private let old: ProseText
    private let new: ProseText

    init(_ old: ProseText, _ new: ProseText) { (self.old, self.new) = (old, new) }

    /// Removes the marks of such changes, in place: nobody can tell any more what they changed.
    func unmark(_ operations: inout [Comparison.Operation]) {
        for gap in gaps(operations) { for index in gap { operations[index].marks = [] } }
    }

    /// The operations without such changes.
    func known(_ operations: [Comparison.Operation]) -> [Comparison.Operation] {
        let unknown = gaps(operations)
        guard !unknown.isEmpty else { return operations }
        return operations.indices.filter { index in !unknown.contains { $0.contains(index) } }.map { operations[$0] }
    }

    /// The runs of changes between what is equal that have a label on one side alone.
    private func gaps(_ operations: [Comparison.Operation]) -> [Range<Int>] {
        guard !old.labels.isEmpty else { return [] }
        var (gaps, start): ([Range<Int>], Int) = ([], 0)
        for index in 0...operations.count {
            if index < operations.count, Self.isChange(operations[index]) { continue }
            if start < index, operations[start..<index].contains(where: hasLabel) { gaps.append(start..<index) }
            start = index + 1
        }
        return gaps
    }

    private static func isChange(_ operation: Comparison.Operation) -> Bool {
        [.insert, .delete, .replace].contains(operation.kind)
    }

    private func hasLabel(_ operation: Comparison.Operation) -> Bool {
        old.tokens(in: operation.old).contains { old.traits[$0].contains(.label) }
            || new.tokens(in: operation.new).contains { new.traits[$0].contains(.label) }
    }
}
