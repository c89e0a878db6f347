import ProseDiff

/// What an edit did that its counts of sentences and marks do not say.
struct ChangeTally {
    /// Whole paragraphs at another place, edited or not.
    private(set) var movedParagraphs = 0
    /// Sentences at another place that are no whole paragraph, edited or not.
    private(set) var movedSentences = 0
    /// Changed sentences with another speaker.
    private(set) var speakers = 0
    /// Whether words changed that have no mark, in sentences that both texts have.
    private(set) var hasOtherWords = false
    /// Whether other marks, such as commas, did.
    private(set) var hasOtherMarks = false

    /// Adds the changes of one text.
    mutating func add(_ change: FieldDifference) {
        var paragraphs: [Range<Int>]?
        for operation in change.comparison.operations {
            guard operation.kind == .move else {
                add(operation, change)
                continue
            }
            let all = paragraphs ?? Segmentation.paragraphs(in: change.new)
            paragraphs = all
            // Most texts have few moves; each looks at the paragraphs from its first one on.
            let first = all.partitioningIndex { $0.upperBound > operation.new.lowerBound }
            let whole = all[first...].prefix { $0.lowerBound < operation.new.upperBound }
                .count { operation.new.lowerBound <= $0.lowerBound && $0.upperBound <= operation.new.upperBound }
            if whole > 0 {
                movedParagraphs += whole
            } else {
                movedSentences += Segmentation.sentences(in: Array(change.new[operation.new])).count
            }
            for edit in operation.edits { add(edit, change) }
        }
    }

    /// Adds a change of a sentence. A top-level insertion or deletion is a whole sentence, which is counted elsewhere.
    private mutating func add(_ operation: Comparison.Operation, _ change: FieldDifference) {
        guard operation.kind == .replace else { return }
        let leaves = operation.edits.isEmpty ? [operation] : operation.edits
        if leaves.contains(where: { $0.marks.contains(.speaker) }) { speakers += 1 }
        for leaf in leaves where leaf.marks.isEmpty && [.insert, .delete, .replace].contains(leaf.kind) {
            let (old, new) = (change.old[leaf.old], change.new[leaf.new])
            if Self.hasWord(old + new) {
                hasOtherWords = true
            } else if HiddenManifest.bare(Array(old)) != HiddenManifest.bare(Array(new)) {
                hasOtherMarks = true
            }
        }
    }

    private static func hasWord(_ bytes: ArraySlice<UInt8>) -> Bool {
        String(decoding: bytes, as: UTF8.self).contains { $0.isLetter || $0.isNumber }
    }
}

extension Array {
    /// The index of the first element for which a predicate holds, where none follows for which it does not.
    fileprivate func partitioningIndex(_ holds: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
