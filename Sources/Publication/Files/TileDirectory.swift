import MerkleLog

/// The tiles under public/, as one publication adds to them.
struct TileDirectory {
    private let root: String
    private let disk: Disk
    /// Directories whose names may not be durable yet.
    private var unsynced: Set<String> = []
    /// Directories known to be there.
    private var known: Set<String> = []

    init(_ root: String, _ disk: Disk) {
        self.root = root
        self.disk = disk
    }

    /// What files are written as before they get their names: one at a time, for only one process publishes.
    static func temporary(in root: String) -> String { root + "/.unfinished" }

    /// Writes a tile or an entry bundle, unless the same bytes are there already, as after a run that was killed.
    mutating func put(_ tile: Tile, _ bytes: [UInt8]) throws(PublicationError) {
        let path = "\(root)/\(tile.path)"
        let directory = String(path[..<path.lastIndex(of: "/")!])
        try makeDirectories(directory)
        unsynced.insert(directory)
        if try disk.read(path, atMost: bytes.count + 1) == bytes { return }
        try disk.write(bytes, to: path, by: Self.temporary(in: root))
    }

    /// Makes everything that was put durable under its name.
    mutating func sync() throws(PublicationError) {
        for directory in unsynced.sorted() { try disk.syncDirectory(directory) }
        unsynced.removeAll()
    }

    /// Removes what a complete tile was before it was complete.
    func removePartial(of tile: Tile) throws(PublicationError) {
        try disk.removeDirectory("\(root)/\(tile.path).p")
    }

    /// Removes the partial tiles of earlier trees that are complete in a tree that readers see.
    ///
    /// Until they see it, they are told of the partial ones. Source: C2SP tlog-tiles, "Partial Tiles".
    func removePartials(ofTreesOfSizes sizes: some Sequence<UInt64>, in size: UInt64) throws(PublicationError) {
        for tile in Set(sizes.flatMap { Self.edge(ofTreeOfSize: $0).map(\.whole) }) {
            if tile.asOf(size: size) == tile { try removePartial(of: tile) }
        }
    }

    /// The partial tiles and the partial bundle at the end of a tree.
    static func edge(ofTreeOfSize size: UInt64) -> [Tile] {
        let tiles = Tile.partial(inTreeOfSize: size)
        return tiles + Tile.addedEntries(from: size - size % 256, to: size)
    }

    private mutating func makeDirectories(_ path: String) throws(PublicationError) {
        guard !known.contains(path), path != root else { return }
        let parent = String(path[..<path.lastIndex(of: "/")!])
        try makeDirectories(parent)
        try disk.makeDirectory(path)
        // Also when it was there before: whoever made it may have been killed before it was durable.
        unsynced.insert(parent)
        known.insert(path)
    }
}
