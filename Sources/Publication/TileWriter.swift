import EventLog
import MerkleLog
import StoryEvents

/// Publishes the leaves that a log has grown by, in entry bundles, and the tiles over them.
///
/// The signed tree is built from the published bytes, not from the database's columns.
struct TileWriter {
    private let store: any TreeStore
    private var directory: TileDirectory
    private var frontier: Frontier
    private var complete: [Tile] = []
    private let sign: @Sendable () -> Void

    /// - Parameters:
    ///   - frontier: The edge of the tree that is already published.
    ///   - sign: Called before each entry bundle, as a sign of life.
    init(
        _ store: any TreeStore, _ directory: TileDirectory, from frontier: Frontier,
        sign: @escaping @Sendable () -> Void = {}
    ) {
        self.sign = sign
        self.store = store
        self.directory = directory
        self.frontier = frontier
    }

    /// Writes everything that a checkpoint of a size needs, durably, and removes partial tiles that no checkpoint
    /// needs, such as those of a killed run.
    ///
    /// - Returns: The root of the written tree.
    mutating func write(upTo size: UInt64) throws(PublicationError) -> Hash {
        let old = frontier.size
        for tile in Tile.addedEntries(from: old, to: size) {
            sign()
            try writeBundle(tile)
        }
        let unchanged = Set(Tile.partial(inTreeOfSize: old))
        for contents in frontier.partialTiles where !unchanged.contains(contents.tile) {
            try directory.put(contents.tile, contents.bytes)
        }
        try directory.sync()
        let visible = Set(TileDirectory.edge(ofTreeOfSize: old).map(\.whole))
        for tile in complete where !visible.contains(tile) { try directory.removePartial(of: tile) }
        return frontier.root
    }

    private mutating func writeBundle(_ tile: Tile) throws(PublicationError) {
        let leaves = try withLog { () throws(EventLogError) in
            try store.leaves(from: Position(Int64(tile.first)), limit: tile.width)
        }
        guard leaves.count == tile.width else {
            throw .log(.damaged(path: tile.path, "\(tile.width) leaves belong into it, the log has \(leaves.count)"))
        }
        let bundle = try withTree { () throws(MerkleLogError) in try EntryBundle(index: tile.index, leaves: leaves) }
        let hashes = bundle.hashes.hashes
        let published = frontier.partialTiles.first { $0.tile.level == 0 }?.hashes ?? []
        guard published.elementsEqual(hashes.prefix(published.count)) else { throw .tree(.wrongTile(tile)) }
        for contents in frontier.append(contentsOf: hashes[published.count...]) {
            try directory.put(contents.tile, contents.bytes)
            complete.append(contents.tile)
        }
        try directory.put(tile, bundle.bytes)
        if !tile.isPartial { complete.append(tile) }
    }
}
