/// Reads hashes from tiles, and returns only hashes that lead to the root of the tree.
///
/// Tiles at the tree's right edge are checked against the root, every other tile against the hash in the tile above it.
public struct TileHashReader<Source: TileReader>: HashReader {
    /// Size of the tree, in leaves.
    public let size: UInt64

    /// Root of the tree, trusted.
    public let root: Hash

    private let source: Source

    /// Reads tiles of the tree with this size and root.
    public init(size: UInt64, root: Hash, source: Source) {
        self.size = size
        self.root = root
        self.source = source
    }

    /// Reads hashes of the tree.
    ///
    /// - Throws: ``MerkleLogError/nodeOutsideTree(_:size:)``, ``MerkleLogError/wrongTile(_:)``,
    ///   ``MerkleLogError/wrongRoot(expected:found:)``, ``MerkleLogError/wrongTileLength(_:expected:found:)``,
    ///   ``MerkleLogError/wrongReadCount(expected:found:)``, and what the source throws.
    public func readHashes(at nodes: [Node]) throws(MerkleLogError) -> [Hash] {
        let tiles = try readTiles(holding: nodes)
        return nodes.compactMap { node in tiles[tile(holding: node)]?.hash(of: node) }
    }

    /// Reads the tiles that hold these nodes, and those needed to check them.
    ///
    /// Everything returned has been checked, so it may be cached.
    ///
    /// - Throws: As ``readHashes(at:)``.
    public func readTiles(holding nodes: [Node]) throws(MerkleLogError) -> [Tile: TileContents] {
        if let outside = nodes.first(where: { !$0.isInside(treeOfSize: size) }) {
            throw .nodeOutsideTree(outside, size: size)
        }
        let edge = size > 0 ? LeafSpan(first: 0, end: size).nodes : []
        let wanted = tiles(toRead: edge, nodes)
        var tiles: [Tile: TileContents] = [:]
        for contents in try read(wanted) {
            tiles[contents.tile] = contents
        }
        try checkEdge(edge, in: tiles)
        for tile in wanted {
            try check(tile, in: tiles)
        }
        return tiles
    }

    /// Lists the tiles to read, each once.
    private func tiles(toRead edge: [Node], _ nodes: [Node]) -> [Tile] {
        var listed: Set<Tile> = []
        var tiles: [Tile] = []
        for node in edge + nodes {
            var next: Tile? = tile(holding: node)
            while let tile = next, listed.insert(tile).inserted {
                tiles.append(tile)
                next = parent(of: tile)
            }
        }
        return tiles
    }

    private func read(_ tiles: [Tile]) throws(MerkleLogError) -> [TileContents] {
        let found = tiles.isEmpty ? [] : try source.readTiles(tiles)
        guard found.count == tiles.count else {
            throw .wrongReadCount(expected: tiles.count, found: found.count)
        }
        var contents: [TileContents] = []
        for (tile, bytes) in zip(tiles, found) {
            contents.append(try TileContents(tile, bytes: bytes))
        }
        return contents
    }

    /// Checks the right edge. It covers the partial tiles wholly, so a matching root proves every hash in them.
    private func checkEdge(_ edge: [Node], in tiles: [Tile: TileContents]) throws(MerkleLogError) {
        let hashes = edge.compactMap { tiles[tile(holding: $0)]?.hash(of: $0) }
        let found = hashes.isEmpty ? .emptyTree : LeafSpan.hash(ofNodes: hashes)
        guard found == root else { throw .wrongRoot(expected: root, found: found) }
    }

    private func check(_ tile: Tile, in tiles: [Tile: TileContents]) throws(MerkleLogError) {
        guard let parent = parent(of: tile) else { return }
        let own = Node(uncheckedLevel: 8 * parent.level, index: tile.index)
        guard tiles[tile]?.root == tiles[parent]?.hash(of: own) else { throw .wrongTile(tile) }
    }

    /// The tile that holds a node inside the tree, as wide as it is in this tree.
    private func tile(holding node: Node) -> Tile {
        let level = node.level / 8
        let first = node.index << UInt64(node.level % 8)
        let narrowest = Tile(unchecked: .hashes(level: level), index: first >> 8, width: 1)
        return narrowest.asOf(size: size) ?? narrowest
    }

    /// The tile that holds the root of a complete tile; nil for a partial tile.
    private func parent(of tile: Tile) -> Tile? {
        guard !tile.isPartial else { return nil }
        return Tile(unchecked: .hashes(level: tile.level + 1), index: tile.index >> 8, width: 1).asOf(size: size)
    }
}
