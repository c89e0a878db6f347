/// A source of tiles: a table, a directory, a web server. What it returns is not trusted.
public protocol TileReader {
    /// Reads the contents of tiles of hashes.
    ///
    /// A source that has only a wider tile than the requested one returns its first `32 * width` bytes.
    ///
    /// - Returns: As many byte sequences, in the same order.
    /// - Throws: ``MerkleLogError/unreadable(_:cause:)``, wrapping the reader's own error.
    func readTiles(_ tiles: [Tile]) throws(MerkleLogError) -> [[UInt8]]
}
