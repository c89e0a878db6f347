/// Finds the changes that may have been in a withheld passage: paragraphs in the place of labels, not more than these, may be
/// what was withheld.
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

    /// The runs of changes between what is equal where one side has labels alone, and the other no more paragraphs than these.
    private func gaps(_ operations: [Comparison.Operation]) -> [Range<Int>] {
        guard !old.labels.isEmpty else { return [] }
        var (gaps, start): ([Range<Int>], Int) = ([], 0)
        for index in 0...operations.count {
            if index < operations.count, Self.isChange(operations[index]) { continue }
            if start < index, mayBeTheSame(operations[start..<index]) { gaps.append(start..<index) }
            start = index + 1
        }
        return gaps
    }

    private static func isChange(_ operation: Comparison.Operation) -> Bool {
        [.insert, .delete, .replace].contains(operation.kind)
    }

    private func mayBeTheSame(_ changes: ArraySlice<Comparison.Operation>) -> Bool {
        var (before, after) = (Passages(), Passages())
        for change in changes {
            before.add(old, old.tokens(in: change.old))
            after.add(new, new.tokens(in: change.new))
        }
        return before.labels > 0 && before.others == 0 && after.others <= before.labels
            || after.labels > 0 && after.others == 0 && before.others <= after.labels
    }

    /// The labels of one side, and its other paragraphs.
    private struct Passages {
        var labels = 0, others = 0

        mutating func add(_ text: ProseText, _ tokens: Range<Int>) {
            var isCounted = false
            for token in tokens {
                if text.traits[token].contains(.startsParagraph) { isCounted = false }
                if text.traits[token].contains(.label) {
                    labels += 1
                } else if !isCounted {
                    (others, isCounted) = (others + 1, true)
                }
            }
        }
    }
}
