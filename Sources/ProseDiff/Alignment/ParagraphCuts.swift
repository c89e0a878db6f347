/// Finds paragraphs that were split in two, and pairs that were joined.
///
/// A split is white space that became a blank line between words of one old paragraph; a join is the reverse.
struct ParagraphCuts {
    typealias Operation = Comparison.Operation

    private let old: ProseText
    private let new: ProseText

    init(_ old: ProseText, _ new: ProseText) {
        self.old = old
        self.new = new
    }

    /// Marks splits and joins among the finest operations, also inside moves. Linear in tokens and operations.
    func mark(_ leaves: inout [Operation]) {
        var paragraphs: Paragraphs?
        mark(&leaves, &paragraphs)
    }

    private func mark(_ leaves: inout [Operation], _ paragraphs: inout Paragraphs?) {
        for index in leaves.indices where leaves[index].kind == .move { mark(&leaves[index].edits, &paragraphs) }
        let candidates = leaves.indices.compactMap { index in kind(of: leaves[index]).map { (index, $0) } }
        guard !candidates.isEmpty else { return }
        let known = paragraphs ?? Paragraphs(old, new)
        paragraphs = known
        let kept = leaves.indices.filter { leaves[$0].kind == .equal && hasWord(leaves[$0]) }
        var next = 0
        for (index, kind) in candidates {
            while next < kept.count, kept[next] < index { next += 1 }
            guard next > 0, next < kept.count else { continue }
            let before = old.tokens(in: leaves[kept[next - 1]].old).upperBound - 1
            let partner = new.tokens(in: leaves[kept[next - 1]].new).upperBound - 1
            let after = old.tokens(in: leaves[kept[next]].old).lowerBound
            let follower = new.tokens(in: leaves[kept[next]].new).lowerBound
            let olds = known.old[after] - known.old[before]
            let news = known.new[follower] - known.new[partner]
            if kind == .split ? olds == 0 && news > 0 : olds > 0 && news == 0 { leaves[index].kind = kind }
        }
    }

    /// The kind of an operation, if the words around it confirm it: white space before a paragraph in only one text.
    private func kind(of leaf: Operation) -> Operation.Kind? {
        guard leaf.kind == .replace || leaf.kind == .insert || leaf.kind == .delete else { return nil }
        guard Self.mayBeBlank(old.bytes, leaf.old), Self.mayBeBlank(new.bytes, leaf.new) else { return nil }
        let (olds, news) = (old.tokens(in: leaf.old), new.tokens(in: leaf.new))
        guard olds.isEmpty, news.isEmpty else { return nil }
        let wasBroken = old.startsParagraph(olds.lowerBound)
        let isBroken = new.startsParagraph(news.lowerBound)
        guard wasBroken != isBroken else { return nil }
        let breaks = wasBroken ? old.bytes[leaf.old] : new.bytes[leaf.new]
        guard breaks.contains(where: { $0 < 0x20 || $0 >= 0x80 }) else { return nil }
        return wasBroken ? .join : .split
    }

    /// Whether no byte is visible ASCII: most changes are excluded by their first byte.
    @inline(__always)
    private static func mayBeBlank(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        for index in range where bytes[index] &- 0x21 < 0x5F { return false }
        return true
    }

    private func hasWord(_ leaf: Operation) -> Bool {
        new.tokens(in: leaf.new).contains { new.traits[$0].contains(.word) }
    }

    /// The paragraph number of each token.
    private struct Paragraphs {
        let old: [Int32]
        let new: [Int32]

        init(_ old: ProseText, _ new: ProseText) {
            func numbers(_ text: ProseText) -> [Int32] {
                var number: Int32 = 0
                return text.traits.map { traits in
                    if traits.contains(.startsParagraph) { number += 1 }
                    return number
                }
            }
            (self.old, self.new) = (numbers(old), numbers(new))
        }
    }
}

extension ProseText {
    /// Whether a paragraph begins at a token; false at the end of the text.
    func startsParagraph(_ token: Int) -> Bool { token < count && traits[token].contains(.startsParagraph) }
}
