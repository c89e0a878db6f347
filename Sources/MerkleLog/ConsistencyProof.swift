/// A proof that a tree begins with all leaves of an older tree, in the same order.
///
/// The value always has exactly as many hashes as its two sizes require.
///
/// Source: RFC 6962, 2.1.2. The empty tree, which that leaves open, is as in C2SP tlog-witness: any tree is consistent
/// with it, and the proof is empty.
public struct ConsistencyProof: Hashable, Sendable {
    /// Size of the older tree, in leaves.
    public let oldSize: UInt64

    /// Size of the newer tree, in leaves, not below ``oldSize``.
    public let newSize: UInt64

    /// The hashes, in RFC 6962's order; at most 64, and none if the sizes are equal or the older is 0.
    public let hashes: [Hash]

    /// Makes a proof from hashes that came from elsewhere.
    ///
    /// - Throws: ``MerkleLogError/treeShrinks(old:new:)``, ``MerkleLogError/wrongProofLength(expected:found:)``.
    public init(oldSize: UInt64, newSize: UInt64, hashes: [Hash]) throws(MerkleLogError) {
        guard oldSize <= newSize else { throw .treeShrinks(old: oldSize, new: newSize) }
        let expected = ConsistencyProof.spans(oldSize: oldSize, newSize: newSize).count
        guard hashes.count == expected else {
            throw .wrongProofLength(expected: expected, found: hashes.count)
        }
        self.oldSize = oldSize
        self.newSize = newSize
        self.hashes = hashes
    }

    /// Makes the proof between two sizes of one tree.
    ///
    /// - Throws: ``MerkleLogError/treeShrinks(old:new:)``, and what the reader throws.
    public init(oldSize: UInt64, newSize: UInt64, from reader: some HashReader) throws(MerkleLogError) {
        guard oldSize <= newSize else { throw .treeShrinks(old: oldSize, new: newSize) }
        self.oldSize = oldSize
        self.newSize = newSize
        self.hashes = try reader.hashes(of: ConsistencyProof.spans(oldSize: oldSize, newSize: newSize))
    }

    /// Checks that the tree with the new root begins with the tree with the old root.
    ///
    /// - Throws: ``MerkleLogError/wrongRoot(expected:found:)``, for the older tree or for the newer.
    public func check(oldRoot: Hash, newRoot: Hash) throws(MerkleLogError) {
        guard oldSize > 0 else {
            try Self.expect(.emptyTree, found: oldRoot)
            if newSize == 0 { try Self.expect(.emptyTree, found: newRoot) }
            return
        }
        let path = ProofPath(toEdgeOf: oldSize, inTreeOfSize: newSize)
        var rest = hashes[...]
        // If the older tree is one subtree of the newer, its root is known, and the proof does not repeat it.
        let start = path.end.first == 0 ? oldRoot : rest.removeFirst()
        var (old, new) = (start, start)
        for (sibling, step) in zip(rest, path.siblings.reversed()) {
            if step.isLeft {
                old = Hash.node(sibling, old)
                new = Hash.node(sibling, new)
            } else {
                new = Hash.node(new, sibling)
            }
        }
        try Self.expect(oldRoot, found: old)
        try Self.expect(newRoot, found: new)
    }

    private static func expect(_ expected: Hash, found: Hash) throws(MerkleLogError) {
        guard expected == found else { throw .wrongRoot(expected: expected, found: found) }
    }

    /// The subtrees whose hashes the proof contains, in its order.
    private static func spans(oldSize: UInt64, newSize: UInt64) -> [LeafSpan] {
        guard oldSize > 0 else { return [] }
        let path = ProofPath(toEdgeOf: oldSize, inTreeOfSize: newSize)
        let first = path.end.first == 0 ? [] : [path.end]
        return first + path.siblings.reversed().map(\.span)
    }
}
