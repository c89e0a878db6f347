/// The perfect subtrees of a tree of some size, left to right, in falling size: what is needed to append leaves.
///
/// There is one for each bit set in the size, the largest first (the compact range of transparency-dev/merkle).
struct CompactRange: Hashable, Sendable {
    private(set) var size: UInt64 = 0
    private var hashes: [Hash] = []

    /// The root of the tree.
    var root: Hash { hashes.isEmpty ? .emptyTree : LeafSpan.hash(ofNodes: hashes) }

    /// Appends a leaf, and calls `completed` for each subtree that the leaf completes: first for the leaf itself, then
    /// one level up each time. The subtree is the one of `level` whose last leaf is the new one.
    @inline(__always)
    mutating func append(_ leafHash: Hash, completed: (_ level: Int, Hash) -> Void) {
        var hash = leafHash
        completed(0, hash)
        let completedLevels = (size + 1).trailingZeroBitCount
        for level in 0..<completedLevels {
            hash = Hash.node(hashes.removeLast(), hash)
            completed(level + 1, hash)
        }
        hashes.append(hash)
        size += 1
    }

    /// Appends a perfect subtree of `2^level` leaves, which must not be larger than the last one.
    mutating func append(subtree hash: Hash, level: UInt64) {
        hashes.append(hash)
        size += 1 << level
    }
}

extension Hash {
    /// Returns the root of the tree with these leaf hashes.
    ///
    /// Source: RFC 6962, 2.1.
    public static func root(ofLeafHashes leafHashes: some Sequence<Hash>) -> Hash {
        var peaks = CompactRange()
        for leafHash in leafHashes {
            peaks.append(leafHash) { _, _ in }
        }
        return peaks.root
    }
}
