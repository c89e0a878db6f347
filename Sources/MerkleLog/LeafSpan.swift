/// A run of leaves that is one subtree of an RFC 6962 tree: `first..<end`, never empty.
struct LeafSpan: Equatable {
    var first: UInt64
    var end: UInt64

    var count: UInt64 { end - first }

    /// Where the right child's leaves begin: the left child has the largest power of two below ``count``.
    ///
    /// Asks for at least two leaves.
    var middle: UInt64 { first + (count - 1).highestSetBit }

    /// The perfect subtrees that make it up, left to right: one, or for a ragged right edge several, ever smaller.
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

    /// Returns the hash of the span whose ``nodes`` have these hashes; there must be at least one.
    static func hash(ofNodes hashes: some BidirectionalCollection<Hash>) -> Hash {
        var right = hashes[hashes.index(before: hashes.endIndex)]
        for left in hashes.dropLast().reversed() {
            right = Hash.node(left, right)
        }
        return right
    }
}

extension UInt64 {
    /// The largest power of two that is not above the number, which must not be 0.
    var highestSetBit: UInt64 { 1 << UInt64(63 - leadingZeroBitCount) }
}
