extension QuotedPassages {
    /// Returns the number of quotations that changed: each counts once, however many of its words and marks did.
    ///
    /// - Parameters:
    ///   - comparison: The result of `compare` for the two texts.
    ///   - old: The old text, UTF-8.
    ///   - new: The new text, UTF-8.
    ///   - labels: The labels of withheld passages.
    public static func changed(
        _ comparison: Comparison, old: [UInt8], new: [UInt8], labels: Labels = Labels()
    ) -> Int {
        let changes = comparison.finestOperations.filter { $0.marks.contains(.quotation) }
        guard changes.count > 1 else { return changes.count }
        let (olds, news) = (inside(old, labels: labels), inside(new, labels: labels))
        var last: (old: Int?, new: Int?)
        var count = 0
        for change in changes {
            let place = (old: passage(at: change.old, olds), new: passage(at: change.new, news))
            let isSame = place.new != nil && place.new == last.new || place.old != nil && place.old == last.old
            if !isSame { count += 1 }
            last = (place.old ?? (isSame ? last.old : nil), place.new ?? (isSame ? last.new : nil))
        }
        return count
    }

    /// Bytes of a quotation mark, at most.
    private static let mostOfMark = 3

    /// The passage that a change is in or beside, within its marks.
    private static func passage(at range: Range<Int>, _ passages: [Range<Int>]) -> Int? {
        guard !range.isEmpty else { return nil }
        var (low, high) = (0, passages.count)
        while low < high {
            let middle = (low + high) / 2
            if passages[middle].upperBound + mostOfMark <= range.lowerBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < passages.count, passages[low].lowerBound - mostOfMark < range.upperBound else { return nil }
        return low
    }
}
