/// The right edge of a growing tree: everything needed to append leaves, without the complete tiles.
///
/// It holds the hashes of the partial tiles, at most 255 for each of 8 levels, about 16 KiB for a million leaves.
public struct Frontier: Hashable, Sendable {
    private var peaks = CompactRange()

    /// For each tile level, the hashes of its partial tile; empty where the last tile is complete.
    private var pending: [[Hash]] = []

    /// The edge of the empty tree.
    public init() {}

    /// Tree size, in leaves.
    public var size: UInt64 { peaks.size }

    /// The root of the tree.
    public var root: Hash { peaks.root }

    /// The partial tiles at the end of the tree, lowest level first.
    public var partialTiles: [TileContents] {
        Tile.partial(inTreeOfSize: size).map { TileContents(unchecked: $0, hashes: pending[$0.level]) }
    }

    /// Appends a leaf.
    ///
    /// - Returns: The tiles that the leaf completed, lowest level first; mostly none.
    public mutating func append(_ leafHash: Hash) -> [TileContents] {
        append(contentsOf: CollectionOfOne(leafHash))
    }

    /// Appends leaves.
    ///
    /// - Returns: The tiles that became complete, in the order in which they did.
    public mutating func append(contentsOf leafHashes: some Sequence<Hash>) -> [TileContents] {
        var complete: [TileContents] = []
        for leafHash in leafHashes {
            let leaf = size
            peaks.append(leafHash) { level, hash in
                guard level.isMultiple(of: 8) else { return }
                // A whole tile is complete; its root is the next hash of the tile above.
                if level > 0 {
                    let below = level / 8 - 1
                    let tile = Tile(
                        unchecked: .hashes(level: below), index: leaf >> UInt64(level), width: Tile.fullWidth)
                    complete.append(TileContents(unchecked: tile, hashes: pending[below], root: hash))
                    pending[below].removeAll(keepingCapacity: true)
                }
                if pending.count == level / 8 { pending.append([]) }
                pending[level / 8].append(hash)
            }
        }
        return complete
    }
}

/// The edge as bytes: the size as 8 bytes, big-endian, then the hashes of the partial tiles, lowest level first.
extension Frontier {
    /// Restores an edge from the partial tiles of a tree.
    ///
    /// - Parameters:
    ///   - size: Tree size, in leaves.
    ///   - partialTiles: Exactly the tiles that ``Tile/partial(inTreeOfSize:)`` lists, in that order.
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``.
    public init(size: UInt64, partialTiles: [TileContents]) throws(MerkleLogError) {
        let expected = Tile.partial(inTreeOfSize: size)
        guard size <= largestTreeSize, partialTiles.map(\.tile) == expected else {
            throw .malformed(
                .frontier, line: 1, expected: "the partial tiles of a tree of \(size) leaves",
                found: partialTiles.map(\.tile.path).joined(separator: ", "))
        }
        let levels = (0..<8).prefix { size >> (8 * UInt64($0)) > 0 }
        pending = Array(repeating: [], count: levels.count)
        for contents in partialTiles.reversed() {
            pending[contents.tile.level] = contents.hashes
            var rest = contents.hashes[...]
            while !rest.isEmpty {
                let width = UInt64(rest.count).highestSetBit
                let level = UInt64(8 * contents.tile.level + width.trailingZeroBitCount)
                peaks.append(subtree: Hash.root(ofLeafHashes: rest.prefix(Int(width))), level: level)
                rest = rest.dropFirst(Int(width))
            }
        }
    }

    /// Restores an edge from its ``bytes``. Compare ``root`` with a root stored elsewhere: changed hashes are not
    /// noticed here.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``.
    public init(bytes: some Collection<UInt8>) throws(MerkleLogError) {
        let size = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        let tiles = Tile.partial(inTreeOfSize: size)
        let expected = 8 + tiles.reduce(0) { $0 + $1.width } * Hash.byteCount
        guard bytes.count == expected else {
            throw .malformed(.frontier, line: 1, expected: "\(expected) bytes", found: "\(bytes.count)")
        }
        var rest = bytes.dropFirst(8)
        var contents: [TileContents] = []
        for tile in tiles {
            contents.append(try TileContents(tile, bytes: rest.prefix(tile.width * Hash.byteCount)))
            rest = rest.dropFirst(tile.width * Hash.byteCount)
        }
        try self.init(size: size, partialTiles: contents)
    }

    /// The edge, to be stored beside the tree: at most 65,288 bytes.
    public var bytes: [UInt8] {
        bigEndianBytes(size) + pending.flatMap { $0.withUnsafeBytes { Array($0) } }
    }
}
