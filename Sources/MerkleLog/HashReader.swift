/// A source of the hashes of a log's tree, for making proofs.
///
/// ``TileHashReader`` reads them from tiles, checking each tile against the root of the tree.
public protocol HashReader {
    /// Reads the hashes of some perfect subtrees.
    ///
    /// - Parameter nodes: At most 127 for a proof. Each is inside the tree that the proof is for.
    /// - Returns: As many hashes, in the same order.
    /// - Throws: ``MerkleLogError/unreadable(_:cause:)``, wrapping the reader's own error, or the fault in the hashes
    ///   that it read.
    func readHashes(at nodes: [Node]) throws(MerkleLogError) -> [Hash]
}

extension HashReader {
    /// Returns the root of the tree's first `size` leaves.
    ///
    /// - Throws: What the reader throws.
    public func root(ofSize size: UInt64) throws(MerkleLogError) -> Hash {
        guard size > 0 else { return .emptyTree }
        return try hashes(of: [LeafSpan(first: 0, end: size)])[0]
    }

    /// Reads the nodes of all spans at once and returns one hash for each span.
    func hashes(of spans: [LeafSpan]) throws(MerkleLogError) -> [Hash] {
        let nodes = spans.map(\.nodes)
        let wanted = nodes.flatMap(\.self)
        guard !wanted.isEmpty else { return [] }
        let read = try readHashes(at: wanted)
        guard read.count == wanted.count else {
            throw .wrongReadCount(expected: wanted.count, found: read.count)
        }
        var rest = read[...]
        return nodes.map { nodes in
            defer { rest = rest.dropFirst(nodes.count) }
            return LeafSpan.hash(ofNodes: rest.prefix(nodes.count))
        }
    }
}
