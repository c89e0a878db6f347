/// The coordinates of a tile: 256 consecutive hashes of one level of the tree, or 256 leaves; fewer at its end.
///
/// A tile covers a subtree of height 8. Tile level `l` holds the tree's level `8 * l`; the levels between are computed
/// from it.
///
/// Source: C2SP tlog-tiles, "Merkle Tree" and "Log entries".
public struct Tile: Hashable, Sendable {
    /// Width of a complete tile, in hashes or leaves.
    public static let fullWidth = 256

    /// What a tile holds.
    public enum Kind: Hashable, Sendable {
        /// Hashes of one tile level, `0...63`; 0 holds leaf hashes. Trees of up to 2^63 leaves use `0...7`.
        case hashes(level: Int)
        /// The leaves themselves: an entry bundle.
        case entries
    }

    /// What the tile holds.
    public let kind: Kind

    /// Place of the tile among those of its kind, 0-based, left to right.
    public let index: UInt64

    /// How many hashes or leaves it holds, `1...256`.
    public let width: Int

    /// Makes the coordinates of a tile.
    ///
    /// - Throws: ``MerkleLogError/impossibleTile(level:index:width:)`` when it is beyond the largest tree.
    public init(_ kind: Kind, index: UInt64, width: Int = Tile.fullWidth) throws(MerkleLogError) {
        let tile = Tile(unchecked: kind, index: index, width: width)
        let level = tile.level
        guard (0...63).contains(level), (1...Tile.fullWidth).contains(width),
            // A shift by 64 or more gives 0.
            index <= largestTreeSize >> (8 * UInt64(level + 1))
        else {
            throw .impossibleTile(level: level, index: index, width: width)
        }
        self = tile
    }

    init(unchecked kind: Kind, index: UInt64, width: Int) {
        self.kind = kind
        self.index = index
        self.width = width
    }

    /// Whether the tile can still grow.
    public var isPartial: Bool { width < Tile.fullWidth }

    /// The complete tile at the same place.
    public var whole: Tile { Tile(unchecked: kind, index: index, width: Tile.fullWidth) }

    /// The tile level; 0 for entries, which are the leaves under a tile of level 0.
    public var level: Int {
        switch kind {
        case .hashes(let level): level
        case .entries: 0
        }
    }

    /// Index of the tile's first hash among the hashes of its level, or of its first leaf.
    public var first: UInt64 { index << 8 }

    /// The tile at the same place in a tree of `size` leaves; nil if that tree has none there.
    public func asOf(size: UInt64) -> Tile? {
        let available = size >> (8 * UInt64(level))
        guard available > first else { return nil }
        return Tile(unchecked: kind, index: index, width: Int(min(available - first, UInt64(Tile.fullWidth))))
    }
}

extension Tile: CustomStringConvertible {
    /// The same as ``path``.
    public var description: String { path }
}
