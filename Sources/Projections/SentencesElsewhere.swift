import ProseDiff

/// Whole sentences that an edit took out at one place and put in at another, word for word, where the comparison reports no
/// move: a short sentence, or one that left its paragraph. Readers can still read them.
struct SentencesElsewhere {
    private let difference: FieldDifference
    /// The new places of each sentence that was put in, the last first.
    private var came: [ArraySlice<UInt8>: [Range<Int>]] = [:]
    /// The sentences of the old text, in order; empty if nothing was both taken out and put in.
    private var olds: [Range<Int>] = []

    init(_ difference: FieldDifference) {
        self.difference = difference
        let changes = difference.comparison.finestOperations.filter {
            $0.kind != .equal && $0.kind != .move && !$0.marks.contains(.noise)
        }
        guard changes.contains(where: { !$0.old.isEmpty }), changes.contains(where: { !$0.new.isEmpty }) else { return }
        var left = changes.map(\.new).filter { !$0.isEmpty }[...]
        for sentence in Segmentation.sentences(in: difference.new, labels: difference.labels) {
            let words = difference.new.words(in: sentence)
            left = left.drop { $0.upperBound < words.upperBound }
            guard let change = left.first, change.lowerBound <= words.lowerBound, !words.isEmpty else { continue }
            came[difference.new[words], default: []].append(words)
        }
        guard !came.isEmpty else { return }
        came = came.mapValues { $0.reversed() }
        olds = Segmentation.sentences(in: difference.old, labels: difference.labels)
    }

    /// The sentences of a stretch that was taken out which stand elsewhere, with their places in both texts. Each place is
    /// given once.
    mutating func take(_ range: Range<Int>) -> [(old: Range<Int>, new: Range<Int>)] {
        guard !range.isEmpty, !olds.isEmpty else { return [] }
        var found: [(old: Range<Int>, new: Range<Int>)] = []
        for sentence in olds[first(after: range.lowerBound)...].prefix(while: { $0.lowerBound < range.upperBound }) {
            let words = difference.old.words(in: sentence)
            guard !words.isEmpty, range.lowerBound <= words.lowerBound, words.upperBound <= range.upperBound,
                let place = came[difference.old[words]]?.popLast()
            else { continue }
            found.append((words, place))
        }
        return found
    }

    /// The index of the first old sentence that ends after a byte.
    private func first(after byte: Int) -> Int {
        var (low, high) = (0, olds.count)
        while low < high {
            let middle = (low + high) / 2
            if olds[middle].upperBound <= byte { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension [UInt8] {
    /// A range without white space at its ends.
    fileprivate func words(in range: Range<Int>) -> Range<Int> {
        let start = range.first { self[$0] > 0x20 } ?? range.upperBound
        let end = range.last { self[$0] > 0x20 } ?? start - 1
        return start..<end + 1
    }
}
