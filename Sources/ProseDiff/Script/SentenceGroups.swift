/// Groups the finest operations of a partly changed sentence into one replacement of that sentence.
struct SentenceGroups {
    typealias Operation = Comparison.Operation

    private let old: ProseText
    private let new: ProseText

    init(_ old: ProseText, _ new: ProseText) {
        self.old = old
        self.new = new
    }

    /// Returns top-level operations: runs of unchanged sentences, changed sentences with their edits, and sentences
    /// that were added, removed or moved.
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
            // A move has left a hole on the old side, which no group may cover.
            if let last = open.last, last.old.upperBound != leaf.old.lowerBound { close() }
            switch leaf.kind {
            case .move:
                close()
                var move = leaf
                move.edits = group(leaf.edits)
                move.marks = move.edits.isEmpty ? [] : .joined(move.edits)
                groups.append(move)
            case .split, .join:
                if open.allSatisfy({ $0.kind == .equal }) { groups += open } else { close() }
                open = []
                groups.append(leaf)
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

    /// The end of the first sentence that is cut off at the front of an equal run, and the start of the last one that
    /// is cut off at its back, as offsets; nil if no sentence begins or ends within the run on both sides.
    private func boundaries(in leaf: Operation) -> (Int, Int)? {
        let tokens = new.tokens(in: leaf.new)
        let closes = beginsOrEnds(new, tokens.upperBound) && beginsOrEnds(old, old.token(at: leaf.old.upperBound))
        guard !tokens.isEmpty else { return closes ? (0, leaf.old.count) : nil }
        let end = Int(new.ends[tokens.upperBound - 1])
        guard let first = tokens.first(where: { starts($0, leaf) }), let last = tokens.last(where: { starts($0, leaf) })
        else { return closes ? (end - leaf.new.lowerBound, leaf.new.count) : nil }
        let head = first == tokens.lowerBound ? leaf.new.lowerBound : Int(new.ends[first - 1])
        let tail = closes ? leaf.new.upperBound : Int(new.starts[last])
        return (head - leaf.new.lowerBound, tail - leaf.new.lowerBound)
    }

    private func starts(_ token: Int, _ leaf: Operation) -> Bool {
        guard new.traits[token].contains(.startsSentence) else { return false }
        return beginsOrEnds(old, old.token(at: Int(new.starts[token]) - leaf.new.lowerBound + leaf.old.lowerBound))
    }

    private func beginsOrEnds(_ text: ProseText, _ token: Int) -> Bool {
        token == text.count || text.traits[token].contains(.startsSentence)
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
    /// A part of an equal run, by offset.
    func slice(_ range: Range<Int>) -> Self {
        Self(
            .equal, old: old.lowerBound + range.lowerBound..<old.lowerBound + range.upperBound,
            new: new.lowerBound + range.lowerBound..<new.lowerBound + range.upperBound)
    }

    /// The operation with its new range cut to another; only unchanged white space at the ends may be cut.
    package func clamped(to range: Range<Int>) -> Self {
        guard kind == .equal else { return self }
        var copy = self
        copy.new = new.clamped(to: range)
        return copy
    }
}
