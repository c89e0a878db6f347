import MerkleLog

/// The definitions of RFC 6962, 2.1, written down as they stand there: slow, and plain enough to be seen to be right.
struct ReferenceTree: Sendable {
    let leafHashes: [Hash]

    /// The roots of the perfect subtrees, worked out once: `perfect[level][index]`.
    private let perfect: [[Hash]]

    init(leafHashes: [Hash]) {
        self.leafHashes = leafHashes
        var levels = [leafHashes]
        while let below = levels.last, below.count > 1 {
            levels.append((0..<below.count / 2).map { Hash.node(below[2 * $0], below[2 * $0 + 1]) })
        }
        perfect = levels
    }

    /// A tree whose leaf `i` is the decimal text of `i`.
    init(size: Int) {
        self.init(leafHashes: (0..<size).map { Hash.leaf(Array("\($0)".utf8)) })
    }

    /// MTH(D[leaves]).
    func root(_ leaves: Range<Int>) -> Hash {
        if leaves.isEmpty { return .emptyTree }
        let level = leaves.count.trailingZeroBitCount
        if leaves.count == 1 << level, leaves.lowerBound.isMultiple(of: leaves.count) {
            return perfect[level][leaves.lowerBound >> level]
        }
        let middle = leaves.lowerBound + split(leaves.count)
        return Hash.node(root(leaves.lowerBound..<middle), root(middle..<leaves.upperBound))
    }

    /// PATH(m, D[leaves]), with `m` counted from the beginning of the tree.
    func path(_ m: Int, _ leaves: Range<Int>) -> [Hash] {
        if leaves.count == 1 { return [] }
        let middle = leaves.lowerBound + split(leaves.count)
        let (left, right) = (leaves.lowerBound..<middle, middle..<leaves.upperBound)
        return m < middle ? path(m, left) + [root(right)] : path(m, right) + [root(left)]
    }

    /// PROOF(m, D[0:n]).
    func proof(_ m: Int, _ n: Int) -> [Hash] {
        m == 0 ? [] : subproof(m, 0..<n, true)
    }

    private func subproof(_ m: Int, _ leaves: Range<Int>, _ isWhole: Bool) -> [Hash] {
        if m == leaves.upperBound { return isWhole ? [] : [root(leaves)] }
        let middle = leaves.lowerBound + split(leaves.count)
        let (left, right) = (leaves.lowerBound..<middle, middle..<leaves.upperBound)
        return m <= middle ? subproof(m, left, isWhole) + [root(right)] : subproof(m, right, false) + [root(left)]
    }

    /// The largest power of two below `count`.
    private func split(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}

extension ReferenceTree: HashReader {
    func readHashes(at nodes: [Node]) -> [Hash] {
        nodes.map { root(Int($0.index) << $0.level..<Int($0.index + 1) << $0.level) }
    }
}

/// The tiles of a reference tree, some of them spoilt.
struct ReferenceTiles: TileReader {
    let tree: ReferenceTree
    var spoil: (Tile, [UInt8]) -> [UInt8] = { _, bytes in bytes }

    func readTiles(_ tiles: [Tile]) -> [[UInt8]] {
        tiles.map { spoil($0, contents($0)) }
    }

    /// Source: C2SP tlog-tiles, the formula for the n-th tile at level l.
    func contents(_ tile: Tile) -> [UInt8] {
        let leaves = 1 << (8 * tile.level)
        return (0..<tile.width).flatMap { place in
            let first = (Int(tile.index) * 256 + place) * leaves
            return tree.root(first..<first + leaves).bytes
        }
    }
}
