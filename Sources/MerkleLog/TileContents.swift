/// A tile of hashes: its coordinates and exactly as many hashes as it is wide.
public struct TileContents: Hashable, Sendable {
    /// The coordinates; never those of an entry bundle.
    public let tile: Tile

    /// The hashes, left to right; `tile.width` of them.
    public let hashes: [Hash]

    /// ``root``, if it is known without hashing.
    private let knownRoot: Hash?

    init(unchecked tile: Tile, hashes: [Hash], root: Hash? = nil) {
        self.tile = tile
        self.hashes = hashes
        knownRoot = root
    }

    /// Compares coordinates and hashes.
    public static func == (left: TileContents, right: TileContents) -> Bool {
        left.tile == right.tile && left.hashes == right.hashes
    }

    /// Hashes coordinates and hashes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(tile)
        hasher.combine(hashes)
    }

    /// Reads a tile file.
    ///
    /// - Parameter bytes: The hashes one after the other, 32 bytes each.
    /// - Throws: ``MerkleLogError/wrongTileLength(_:expected:found:)``; also when `tile` is an entry bundle, which holds
    ///   no hashes.
    public init(_ tile: Tile, bytes: some Collection<UInt8>) throws(MerkleLogError) {
        let expected = tile.kind == .entries ? 0 : tile.width * Hash.byteCount
        guard expected > 0, bytes.count == expected else {
            throw .wrongTileLength(tile, expected: expected, found: bytes.count)
        }
        var rest = bytes[...]
        var hashes: [Hash] = []
        hashes.reserveCapacity(tile.width)
        while let hash = Hash(rest.prefix(Hash.byteCount)) {
            hashes.append(hash)
            rest = rest.dropFirst(Hash.byteCount)
        }
        self.init(unchecked: tile, hashes: hashes)
    }

    /// The tile file: the hashes one after the other, `32 * width` bytes.
    public var bytes: [UInt8] {
        hashes.withUnsafeBytes { Array($0) }
    }

    /// The tile as it was in a smaller tree; nil if that tree had none there.
    public func asOf(size: UInt64) -> TileContents? {
        guard let narrower = tile.asOf(size: size), narrower.width <= tile.width else { return nil }
        return TileContents(unchecked: narrower, hashes: Array(hashes.prefix(narrower.width)))
    }

    /// The hash of the subtree under a complete tile: the hash that the tile above holds for it.
    public var root: Hash { knownRoot ?? Hash.root(ofLeafHashes: hashes) }

    /// The hash of a node in this tile; nil if the tile does not hold it.
    public func hash(of node: Node) -> Hash? {
        let height = node.level - 8 * tile.level
        guard (0..<8).contains(height) else { return nil }
        let first = node.index << UInt64(height)
        let end = (node.index + 1) << UInt64(height)
        guard first >= tile.first, end <= tile.first + UInt64(tile.width) else { return nil }
        return Hash.root(ofLeafHashes: hashes[Int(first - tile.first)..<Int(end - tile.first)])
    }
}
