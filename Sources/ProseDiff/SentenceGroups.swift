/// Gathers the finest operations of a sentence that changed in part into one replacement of that sentence.
struct SentenceGroups {
    typealias Operation = Comparison.Operation

    private let old: ProseText
    private let new: ProseText

    init(_ old: ProseText, _ new: ProseText) {
        self.old = old
        self.new = new
    }

    /// Returns top-level operations: runs of unchanged sentences, changed sentences with their edits, and sentences that
    /// came, went or moved.
    func group(_ leaves: [Operation]) -> [Operation] {
        var groups: [Operation] = []
        var open: [Operation] = []
        func close() {
            guard let first = open.first, let last = open.last else { return }
            let old = first.old.lowerBound..<last.old.upperBound
            let new = first.new.lowerBound..<last.new.upperBound
            let isMixed = open.contains { $0.kind == .equal && hasToken($0) } && open.count > 1
            if isMixed {
                let marks = Comparison.Marks.joined(open)
                groups.append(Operation(.replace, old: old, new: new, marks: marks, edits: open))
            } else {
                groups += open
            }
            open = []
        }
        for leaf in leaves {
            // Where a move left, the old side has a hole that no group may span.
            if let last = open.last, last.old.upperBound != leaf.old.lowerBound { close() }
            switch leaf.kind {
            case .move:
                close()
                var move = leaf
                move.edits = group(leaf.edits)
                move.marks = move.edits.isEmpty ? [] : .joined(move.edits)
                groups.append(move)
            case .equal:
                guard let (first, last) = boundaries(in: leaf) else {
                    open.append(leaf)
                    continue
                }
                if first > 0 { open.append(leaf.slice(0..<first)) }
                if open.allSatisfy({ $0.kind == .equal }) {
                    groups += open
                    open = []
                }
                close()
                if last > first { groups.append(leaf.slice(first..<last)) }
                if last < leaf.old.count { open.append(leaf.slice(last..<leaf.old.count)) }
            default:
                open.append(leaf)
            }
        }
        if open.allSatisfy({ $0.kind == .equal }) { groups += open } else { close() }
        return Self.joined(groups)
    }

    private func hasToken(_ leaf: Operation) -> Bool { !new.tokens(in: leaf.new).isEmpty }

    /// The first and the last place in an equal run where a sentence begins on both sides, as offsets.
    private func boundaries(in leaf: Operation) -> (Int, Int)? {
        let shift = leaf.old.lowerBound - leaf.new.lowerBound
        let tokens = new.tokens(in: leaf.new)
        func starts(_ token: Int) -> Bool {
            guard new.traits[token].contains(.startsSentence) else { return false }
            let oldToken = old.token(at: Int(new.starts[token]) + shift)
            return oldToken < old.count && old.traits[oldToken].contains(.startsSentence)
        }
        func end(_ token: Int) -> Bool {
            let oldToken = old.token(at: Int(new.ends[token - 1]) + shift)
            let newEnds = token == new.count || new.traits[token].contains(.startsSentence)
            let oldEnds = oldToken == old.count || old.traits[oldToken].contains(.startsSentence)
            return newEnds && oldEnds
        }
        guard !tokens.isEmpty else {
            // A gap alone: a boundary when sentences begin after it.
            return end(max(tokens.lowerBound, 1)) ? (leaf.old.count, leaf.old.count) : nil
        }
        var offsets: [Int] = []
        if let first = tokens.first(where: starts) { offsets.append(Int(new.starts[first]) - leaf.new.lowerBound) }
        if let last = tokens.last(where: starts) { offsets.append(Int(new.starts[last]) - leaf.new.lowerBound) }
        if end(tokens.upperBound) { offsets.append(Int(new.ends[tokens.upperBound - 1]) - leaf.new.lowerBound) }
        guard let first = offsets.min(), let last = offsets.max() else { return nil }
        return (first, last)
    }

    private static func joined(_ operations: [Operation]) -> [Operation] {
        var result: [Operation] = []
        for operation in operations {
            if operation.kind == .equal, let last = result.last, last.kind == .equal,
                last.old.upperBound == operation.old.lowerBound, last.new.upperBound == operation.new.lowerBound
            {
                result[result.count - 1].old = last.old.lowerBound..<operation.old.upperBound
                result[result.count - 1].new = last.new.lowerBound..<operation.new.upperBound
            } else {
                result.append(operation)
            }
        }
        return result
    }
}

extension Comparison.Operation {
    /// Part of an equal run, by offset.
    func slice(_ range: Range<Int>) -> Self {
        Self(
            .equal, old: old.lowerBound + range.lowerBound..<old.lowerBound + range.upperBound,
            new: new.lowerBound + range.lowerBound..<new.lowerBound + range.upperBound)
    }

    /// An operation whose new range is cut to another; only unchanged white space at the ends may be cut.
    func clamped(to range: Range<Int>) -> Self {
        guard kind == .equal else { return self }
        var copy = self
        copy.new = new.clamped(to: range)
        return copy
    }
}
