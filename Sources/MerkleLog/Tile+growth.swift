extension Tile {
    /// The tiles to publish when a log grows: those that became complete, and the new partial ones at its end.
    ///
    /// The coordinates are computed during iteration, lowest level first, left to right, so a large range needs no
    /// memory.
    ///
    /// - Parameters:
    ///   - old: Size already published, in leaves; 0 for all tiles of the new tree.
    ///   - new: Size to publish. If it is not above `old`, the sequence is empty.
    public static func added(from old: UInt64, to new: UInt64) -> some Sequence<Tile> {
        (0..<8).lazy.flatMap { level in added(.hashes(level: level), from: old, to: new) }
    }

    /// The entry bundles to publish when a log grows: as ``added(from:to:)``.
    public static func addedEntries(from old: UInt64, to new: UInt64) -> some Sequence<Tile> {
        added(.entries, from: old, to: new)
    }

    /// The partial tiles at the end of a tree, lowest level first: at most one of each level.
    public static func partial(inTreeOfSize size: UInt64) -> [Tile] {
        (0..<8).compactMap { level in
            let hashes = size >> (8 * UInt64(level))
            guard hashes % 256 > 0 else { return nil }
            return Tile(unchecked: .hashes(level: level), index: hashes >> 8, width: Int(hashes % 256))
        }
    }

    private static func added(
        _ kind: Kind, from old: UInt64, to new: UInt64
    ) -> LazyMapSequence<Range<UInt64>, Tile> {
        let level = Tile(unchecked: kind, index: 0, width: 1).level
        let oldHashes = old >> (8 * UInt64(level))
        let newHashes = new >> (8 * UInt64(level))
        let grows = newHashes > oldHashes
        let end = (newHashes >> 8) + (newHashes % 256 > 0 ? 1 : 0)
        return (grows ? (oldHashes >> 8)..<end : 0..<0).lazy.map { index in
            Tile(unchecked: kind, index: index, width: Int(min(newHashes - (index << 8), 256)))
        }
    }
}
