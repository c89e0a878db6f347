/// A proof that a tree of a known size and root has a known leaf at a known place.
///
/// The value always has exactly as many hashes as its place and size require.
///
/// Source: RFC 6962, 2.1.1, which calls it an audit path.
public struct InclusionProof: Hashable, Sendable {
    /// Leaf index, 0-based, below ``size``.
    public let leaf: UInt64

    /// Tree size, in leaves.
    public let size: UInt64

    /// Sibling hashes, leaf to root; at most ceil(log2 size), so at most 64.
    public let hashes: [Hash]

    /// Makes a proof from hashes that came from elsewhere.
    ///
    /// - Throws: ``MerkleLogError/leafOutsideTree(leaf:size:)``, ``MerkleLogError/wrongProofLength(expected:found:)``.
    public init(leaf: UInt64, size: UInt64, hashes: [Hash]) throws(MerkleLogError) {
        guard leaf < size else { throw .leafOutsideTree(leaf: leaf, size: size) }
        let expected = ProofPath(toLeaf: leaf, inTreeOfSize: size).siblings.count
        guard hashes.count == expected else {
            throw .wrongProofLength(expected: expected, found: hashes.count)
        }
        self.leaf = leaf
        self.size = size
        self.hashes = hashes
    }

    /// Makes the proof for one leaf.
    ///
    /// - Throws: ``MerkleLogError/leafOutsideTree(leaf:size:)``, and what the reader throws.
    public init(leaf: UInt64, size: UInt64, from reader: some HashReader) throws(MerkleLogError) {
        guard leaf < size else { throw .leafOutsideTree(leaf: leaf, size: size) }
        let path = ProofPath(toLeaf: leaf, inTreeOfSize: size)
        self.leaf = leaf
        self.size = size
        self.hashes = try reader.hashes(of: path.siblings.reversed().map(\.span))
    }

    /// Returns the root of the tree if the leaf has this hash.
    public func root(leafHash: Hash) -> Hash {
        var hash = leafHash
        let path = ProofPath(toLeaf: leaf, inTreeOfSize: size)
        for (sibling, step) in zip(hashes, path.siblings.reversed()) {
            hash = step.isLeft ? Hash.node(sibling, hash) : Hash.node(hash, sibling)
        }
        return hash
    }

    /// Checks that the tree with this root has a leaf with this hash at ``leaf``.
    ///
    /// - Throws: ``MerkleLogError/wrongRoot(expected:found:)``.
    public func check(leafHash: Hash, root: Hash) throws(MerkleLogError) {
        let found = self.root(leafHash: leafHash)
        guard found == root else { throw .wrongRoot(expected: root, found: found) }
    }
}
