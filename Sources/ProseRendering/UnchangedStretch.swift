import ProseDiff

/// Operations in a row that are shown as unchanged: equal text and, unless it is shown, noise.
struct UnchangedStretch {
    /// A part of the stretch on both sides.
    struct Piece {
        var old: Range<Int>
        var new: Range<Int>
        /// Whether the two differ in white space and typography.
        var isNoise: Bool
    }

    /// At least one.
    var operations: [Comparison.Operation] = []
    /// Whether the text begins here, so that there is no change before.
    let opens: Bool
    /// Whether the text ends here, so that there is no change after.
    var closes = false

    init(opens: Bool) { self.opens = opens }

    /// The range in the new text.
    var new: Range<Int> { (operations.first?.new.lowerBound ?? 0)..<(operations.last?.new.upperBound ?? 0) }

    /// Finds what to show.
    ///
    /// - Parameter bytes: The new text.
    /// - Returns: The pieces before a fold, the fold, and those after it; without a fold, all pieces are before it.
    func parts(of bytes: [UInt8], keeping context: Int?) -> (head: [Piece], fold: Fold?, tail: [Piece]) {
        let found = context.flatMap { Fold(bytes, new, keeping: $0, opens: opens, closes: closes) }
        guard let fold = found?.shortened(to: leaves) else { return (pieces(in: new, isLast: true), nil, []) }
        let head = pieces(in: new.lowerBound..<fold.hidden.lowerBound, isLast: false)
        return (head, fold, pieces(in: fold.hidden.upperBound..<new.upperBound, isLast: true))
    }

    private var leaves: [Comparison.Operation] {
        var leaves: [Comparison.Operation] = []
        Comparison.forEachLeaf(operations) { leaves.append($0) }
        return leaves
    }

    /// The pieces of a range of the new text, one for each operation.
    ///
    /// - Parameter isLast: Whether text of the old side alone, at the end of the range, is a part of it.
    private func pieces(in range: Range<Int>, isLast: Bool) -> [Piece] {
        operations.compactMap { operation in
            var piece: Piece?
            Comparison.forEachLeaf([operation]) { leaf in
                guard let part = Self.part(of: leaf, in: range, isLast: isLast) else { return }
                let start = piece ?? Piece(old: part.old, new: part.new, isNoise: operation.kind != .equal)
                piece = Piece(
                    old: start.old.lowerBound..<max(start.old.upperBound, part.old.upperBound),
                    new: start.new.lowerBound..<part.new.upperBound, isNoise: start.isNoise)
            }
            return piece
        }
    }

    /// What a range of the new text has of a finest operation; nil for nothing.
    private static func part(
        of leaf: Comparison.Operation, in range: Range<Int>, isLast: Bool
    ) -> (old: Range<Int>, new: Range<Int>)? {
        let new = leaf.new.clamped(to: range)
        guard leaf.kind == .equal else {
            let isWithin = range.contains(leaf.new.lowerBound) || isLast && leaf.new.lowerBound == range.upperBound
            return isWithin ? (leaf.old, new) : nil
        }
        guard !new.isEmpty else { return nil }
        let start = leaf.old.lowerBound + new.lowerBound - leaf.new.lowerBound
        return (start..<start + new.count, new)
    }
}

extension Fold {
    /// Hides no part of a change, only the whole; nil if nothing is left to hide.
    fileprivate func shortened(to leaves: [Comparison.Operation]) -> Fold? {
        var (start, end) = (hidden.lowerBound, hidden.upperBound)
        for leaf in leaves where leaf.kind != .equal {
            if leaf.new.lowerBound < start, start < leaf.new.upperBound { start = leaf.new.upperBound }
            if leaf.new.lowerBound < end, end < leaf.new.upperBound { end = leaf.new.lowerBound }
        }
        return start < end ? Fold(hiding: start..<end, sentences: sentences) : nil
    }
}
