import MerkleLog
import StoryEvents

/// Reads a log from its first leaf on, and continues from there when the log has grown.
///
/// The tree is built from the leaves alone; tiles are compared with it.
struct LogWalk {
    private var frontier = Frontier()
    private(set) var chains = StoryChains()
    private let files: TiledLog

    init(_ files: TiledLog) { self.files = files }

    /// The number of leaves read.
    var size: UInt64 { frontier.size }

    /// Root of the tree of the leaves read.
    var root: Hash { frontier.root }

    /// Continues reading up to a size.
    ///
    /// - Parameters:
    ///   - root: The root that was signed for that size.
    ///   - take: Called with each event.
    ///   - report: Called with each finding.
    /// - Throws: ``TiledLog/Fault``. Another call continues from where this one ended.
    mutating func advance(
        to end: UInt64, root signed: Hash, _ take: (Envelope) -> Void, _ report: (LogFinding) -> Void
    ) throws(TiledLog.Fault) {
        let tree = TileHashReader(size: end, root: signed, source: files)
        for tile in Tile.addedEntries(from: size, to: end) {
            let leaves = try files.leaves(of: tile)
            let hashes = leaves.map { Hash.leaf($0) }
            let read = frontier.partialTiles.first { $0.tile.level == 0 }?.hashes ?? []
            if !read.elementsEqual(hashes.prefix(read.count)) {
                report(LogFinding("\(tile.path): leaves that were read before are not the same now"))
            }
            let completed = frontier.append(contentsOf: hashes[min(read.count, hashes.count)...])
            for leaf in leaves.dropFirst(read.count) {
                if let envelope = chains.take(leaf, report) { take(envelope) }
            }
            for contents in completed { try compare(contents, in: tree, report) }
        }
        for contents in frontier.partialTiles { try compare(contents, in: tree, report) }
    }

    private func compare(
        _ contents: TileContents, in tree: TileHashReader<TiledLog>, _ report: (LogFinding) -> Void
    ) throws(TiledLog.Fault) {
        let tile = contents.tile
        guard try files.hashes(of: tile) != contents.bytes else { return }
        guard Self.holds(tile, tree) else {
            return report(LogFinding("\(tile.path): its hashes are not those of the leaves"))
        }
        report(
            LogFinding(
                "\(tile.path): it leads to the root that was signed, and the leaves below it do not: "
                    + "they were changed"))
    }

    /// Whether a tile leads to the root that was signed: then it is right, and leaves that have other hashes are not.
    private static func holds(_ tile: Tile, _ tree: TileHashReader<TiledLog>) -> Bool {
        guard let node = Node(level: 8 * tile.level, index: tile.first) else { return false }
        do throws(MerkleLogError) {
            return try tree.readTiles(holding: [node])[tile] != nil
        } catch {
            return false
        }
    }
}
