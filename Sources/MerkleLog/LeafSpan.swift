/// A run of leaves that is one subtree of an RFC 6962 tree: `first..<end`, never empty.
struct LeafSpan: Equatable {
    var first: UInt64
    var end: UInt64

    var count: UInt64 { end - first }

    /// The first leaf of the right child: the left child has the largest power of two below ``count``.
    ///
    /// Requires at least two leaves.
    var middle: UInt64 { first + (count - 1).highestSetBit }

    /// The perfect subtrees of the span, left to right: one, or several of falling size at the right edge of a tree.
    var nodes: [Node] {
        var nodes: [Node] = []
        var start = first
        while start < end {
            let leaves = (end - start).highestSetBit
            let level = leaves.trailingZeroBitCount
            nodes.append(Node(uncheckedLevel: level, index: start >> UInt64(level)))
            start += leaves
        }
        return nodes
    }

    /// Returns the hash of the span whose ``nodes`` have these hashes. Requires at least one hash.
    static func hash(ofNodes hashes: some BidirectionalCollection<Hash>) -> Hash {
        var right = hashes[hashes.index(before: hashes.endIndex)]
        for left in hashes.dropLast().reversed() {
            right = Hash.node(left, right)
        }
        return right
    }
}

extension UInt64 {
    /// The largest power of two that is not above the number. The number must not be 0.
    var highestSetBit: UInt64 { 1 << UInt64(63 - leadingZeroBitCount) }
}
