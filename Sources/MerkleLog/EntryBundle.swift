/// A run of leaves as it is published: the leaves under one tile of level 0.
///
/// Source: C2SP tlog-tiles, "Log entries".
public struct EntryBundle: Hashable, Sendable {
    /// Length of the longest leaf a bundle can hold, in bytes.
    public static let longestLeaf = 65_535

    /// The coordinates; always those of an entry bundle.
    public let tile: Tile

    /// The leaves, in order; `tile.width` of them.
    public let leaves: [[UInt8]]

    /// Makes a bundle of leaves.
    ///
    /// - Parameters:
    ///   - index: The bundle's place, 0-based: its first leaf is leaf `256 * index` of the log.
    ///   - leaves: 1 to 256 leaves of at most ``longestLeaf`` bytes each.
    /// - Throws: ``MerkleLogError/leafTooLong(limit:found:)``, ``MerkleLogError/impossibleTile(level:index:width:)``.
    public init(index: UInt64, leaves: [[UInt8]]) throws(MerkleLogError) {
        tile = try Tile(.entries, index: index, width: leaves.count)
        if let long = leaves.first(where: { $0.count > EntryBundle.longestLeaf }) {
            throw .leafTooLong(limit: EntryBundle.longestLeaf, found: long.count)
        }
        self.leaves = leaves
    }

    /// Reads a bundle file.
    ///
    /// - Parameters:
    ///   - index: The bundle's place, 0-based.
    ///   - width: How many leaves it holds, `1...256`.
    ///   - bytes: The leaves one after the other, each after its length: 2 bytes, big-endian.
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``,
    ///   ``MerkleLogError/impossibleTile(level:index:width:)``.
    public init(index: UInt64, width: Int, bytes: some Collection<UInt8>) throws(MerkleLogError) {
        tile = try Tile(.entries, index: index, width: width)
        var leaves: [[UInt8]] = []
        var rest = bytes[...]
        while leaves.count < width {
            let length = rest.prefix(2).reduce(0) { $0 << 8 | Int($1) }
            let leaf = rest.dropFirst(2).prefix(length)
            guard rest.prefix(2).count == 2, leaf.count == length else {
                throw EntryBundle.refusal(expected: "\(width) whole leaves", found: "\(leaves.count)")
            }
            leaves.append(Array(leaf))
            rest = rest.dropFirst(2 + length)
        }
        guard rest.isEmpty else {
            throw EntryBundle.refusal(expected: "\(width) leaves", found: "\(rest.count) bytes after them")
        }
        self.leaves = leaves
    }

    /// The bundle file: the leaves one after the other, each after its length.
    public var bytes: [UInt8] {
        leaves.flatMap { bigEndianBytes(UInt16($0.count)) + $0 }
    }

    /// The tile of level 0 over these leaves.
    public var hashes: TileContents {
        let tile = Tile(unchecked: .hashes(level: 0), index: tile.index, width: tile.width)
        return TileContents(unchecked: tile, hashes: leaves.map { Hash.leaf($0) })
    }

    /// Checks that a tile of level 0 holds the hashes of these leaves.
    ///
    /// - Throws: ``MerkleLogError/wrongTile(_:)``, naming the bundle.
    public func check(against tile: TileContents) throws(MerkleLogError) {
        guard hashes == tile else { throw .wrongTile(self.tile) }
    }

    private static func refusal(expected: String, found: String) -> MerkleLogError {
        .malformed(.entryBundle, line: 1, expected: expected, found: found)
    }
}
