import ProseDiff

/// What the comparisons of older texts with the newest one put in the place of passages that it does not have. Each is made
/// once.
struct Replacements {
    let language: String?
    let labels: Labels
    private var known: [Compared] = []

    private struct Compared {
        let new: [UInt8]
        let old: [UInt8]
        /// The older text, read.
        let older: ReadText
        /// Replaced words of sentences, in the order of the older text.
        let replaced: [(old: Range<Int>, new: Range<Int>)]
    }

    /// What stands in the place of one passage.
    struct Put {
        /// UTF-8 bytes of the newer text.
        let ranges: [Range<Int>]
        /// The older text.
        let older: ReadText
    }

    /// The most pairs of texts that are compared for one version, and the work of each.
    private static let most = (pairs: 16, work: 4_000_000)

    init(language: String?, labels: Labels) { (self.language, self.labels) = (language, labels) }

    /// - Parameter passage: UTF-8 bytes of the older text.
    /// - Returns: nil where nothing stands there, or that cannot be told.
    mutating func of(_ passage: Range<Int>, from old: [UInt8], to new: [UInt8]) -> Put? {
        guard let compared = compared(old, new) else { return nil }
        var (low, high) = (0, compared.replaced.count)
        while low < high {
            let middle = (low + high) / 2
            let isBefore = compared.replaced[middle].old.upperBound <= passage.lowerBound
            if isBefore { low = middle + 1 } else { high = middle }
        }
        let ranges = compared.replaced[low...].prefix { $0.old.lowerBound < passage.upperBound }.map(\.new)
        return ranges.isEmpty ? nil : Put(ranges: ranges, older: compared.older)
    }

    private mutating func compared(_ old: [UInt8], _ new: [UInt8]) -> Compared? {
        if let known = known.first(where: { $0.old == old && $0.new == new }) { return known }
        guard known.count < Self.most.pairs else { return nil }
        var options = Comparison.Options()
        (options.language, options.labels, options.workLimit) = (language, labels, Self.most.work)
        let comparison = compare(old, new, options: options)
        var replaced: [(old: Range<Int>, new: Range<Int>)] = []
        // A sentence without edits has nothing in common with the one in its place.
        let edits = comparison.quality == .degraded ? [] : comparison.operations.flatMap(\.edits)
        Comparison.forEachLeaf(edits) { if $0.kind == .replace { replaced.append(($0.old, $0.new)) } }
        replaced.sort { $0.old.lowerBound < $1.old.lowerBound }
        let compared = Compared(
            new: new, old: old, older: ReadText(old, language: language, labels: labels), replaced: replaced)
        known.append(compared)
        return compared
    }
}
