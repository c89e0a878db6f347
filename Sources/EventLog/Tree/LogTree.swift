import MerkleLog
import StoryEvents

/// The tree of a log at one size, read from its store: for proofs, for publication, for checking.
public struct LogTree: HashReader, TileReader, Sendable {
    /// Tree size, in leaves.
    public let size: UInt64
    private let store: any TreeStore

    /// - Parameters:
    ///   - store: The log; it may have grown beyond the size.
    ///   - size: Tree size, at most the log's.
    public init(_ store: any TreeStore, size: UInt64) {
        self.store = store
        self.size = size
    }

    /// The tree of all that the log holds now.
    public init(_ store: any TreeStore) throws(EventLogError) {
        self.init(store, size: UInt64(try store.size()))
    }

    /// A tile of hashes of this tree, complete or partial.
    ///
    /// - Parameter tile: One that ``size`` has; not an entry bundle.
    public func contents(of tile: Tile) throws(EventLogError) -> TileContents {
        if !tile.isPartial, let complete = try store.completeTile(level: tile.level, index: tile.index) {
            return complete
        }
        let hashes =
            tile.level == 0
            ? try store.leafHashes(from: Position(Int64(tile.first)), limit: tile.width)
            : try store.tileRoots(level: tile.level - 1, from: tile.first, limit: tile.width)
        do throws(MerkleLogError) {
            return try TileContents(tile, bytes: hashes.flatMap(\.bytes))
        } catch {
            throw .damaged(path: "the tile \(tile.path)", error.description)
        }
    }

    /// The edge of this tree, from which it grows.
    public func frontier() throws(EventLogError) -> Frontier {
        var partial: [TileContents] = []
        for tile in Tile.partial(inTreeOfSize: size) { partial.append(try contents(of: tile)) }
        do throws(MerkleLogError) { return try Frontier(size: size, partialTiles: partial) } catch {
            throw .damaged(path: "the edge of the tree", error.description)
        }
    }

    /// Reads tiles, as ``TileReader`` asks.
    public func readTiles(_ tiles: [Tile]) throws(MerkleLogError) -> [[UInt8]] {
        var contents: [[UInt8]] = []
        for tile in tiles {
            contents.append(try unreadable { () throws(EventLogError) in try self.contents(of: tile).bytes })
        }
        return contents
    }

    /// Reads the hashes of some subtrees, as ``HashReader`` asks.
    public func readHashes(at nodes: [Node]) throws(MerkleLogError) -> [Hash] {
        var tiles: [Tile: TileContents] = [:]
        var hashes: [Hash] = []
        for node in nodes {
            let level = node.level / 8
            let index = node.index >> UInt64(8 * (level + 1) - node.level)
            guard let tile = try Tile(.hashes(level: level), index: index).asOf(size: size) else {
                throw .unreadable(
                    "node \(node)", cause: EventLogError.damaged(path: "the tree", "it has only \(size) leaves"))
            }
            if tiles[tile] == nil {
                tiles[tile] = try unreadable { () throws(EventLogError) in try contents(of: tile) }
            }
            guard let hash = tiles[tile]?.hash(of: node) else {
                throw .unreadable(
                    "node \(node)", cause: EventLogError.damaged(path: tile.path, "it does not hold that node"))
            }
            hashes.append(hash)
        }
        return hashes
    }

    private func unreadable<Value>(_ body: () throws(EventLogError) -> Value) throws(MerkleLogError) -> Value {
        do throws(EventLogError) { return try body() } catch {
            throw .unreadable("the log", cause: error)
        }
    }
}
