import EventLog
import Glibc
import MerkleLog

/// A published history that a fork gives up, and which of its files are here. Readers check the whole of it for ever.
public struct GivenUpHistory: Hashable, Sendable {
    /// Its tree size.
    public let size: UInt64
    /// Its root.
    public let root: Hash
    /// The log's name that it was published under.
    public let origin: String
    /// The directory that has its files, or should: `public`, or below `public/abandoned` once it was set aside.
    public let place: String
    /// How many of its tiles and entry bundles are not there.
    public let missing: Int
    /// The first of them, below the place; nil if none is missing.
    public let firstMissing: String?

    init(size: UInt64, root: Hash, origin: String, in place: String) {
        (self.size, self.root, self.origin, self.place) = (size, root, origin, place)
        var (count, first) = (0, String?.none)
        func look(_ tile: Tile) {
            // A full tile holds what a partial one does.
            let names = [tile.path, tile.width < 256 ? Self.full(tile) : tile.path]
            guard !names.contains(where: { access("\(place)/\($0)", F_OK) == 0 }) else { return }
            count += 1
            first = first ?? tile.path
        }
        for tile in Tile.addedEntries(from: 0, to: size) { look(tile) }
        for tile in Tile.added(from: 0, to: size) { look(tile) }
        (missing, firstMissing) = (count, first)
    }

    private static func full(_ tile: Tile) -> String {
        tile.path.firstRange(of: ".p/").map { String(tile.path[..<$0.lowerBound]) } ?? tile.path
    }
}

extension Publisher {
    /// The published history that ``acceptFork(reason:)`` would give up; nil if the log extends what was published.
    public func fork() throws(PublicationError) -> GivenUpHistory? {
        let lineage = try lineage()
        let tree = try withLog { () throws(EventLogError) in try LogTree(store) }
        let conflict = try PublishedHistory.read(self, lineage).conflict(with: tree, lineage)
        return conflict.map { conflict in
            let checkpoint = conflict.published.checkpoint
            return GivenUpHistory(
                size: checkpoint.size, root: checkpoint.root, origin: checkpoint.origin, in: directories.published)
        }
    }

    /// The same history after it was set aside.
    public func setAside(_ history: GivenUpHistory) -> GivenUpHistory {
        GivenUpHistory(
            size: history.size, root: history.root, origin: history.origin,
            in: abandonedPlace(history.size, history.root))
    }

    /// The directory of a history that was given up.
    func abandonedPlace(_ size: UInt64, _ root: Hash) -> String {
        "\(directories.abandoned)/\(size)-\(root.hex.prefix(16))"
    }

    /// The tree size of the log, published or not.
    public func size() throws(PublicationError) -> UInt64 {
        try withLog { () throws(EventLogError) in try LogTree(store) }.size
    }
}
