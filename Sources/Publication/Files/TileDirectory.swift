import MerkleLog

/// Writes one publication's tiles below public/.
struct TileDirectory {
    private let root: String
    private let disk: Disk
    /// Directories whose names may not be durable yet.
    private var unsynced: Set<String> = []
    /// Directories that are known to exist.
    private var known: Set<String> = []

    init(_ root: String, _ disk: Disk) {
        self.root = root
        self.disk = disk
    }

    /// The temporary name of files that are being written: only one process publishes at a time.
    static func temporary(in root: String) -> String { root + "/.unfinished" }

    /// Writes a tile or an entry bundle, unless the file has the same bytes already, as after a killed run.
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

    /// Removes the partial tiles of a tile that is complete now.
    func removePartial(of tile: Tile) throws(PublicationError) {
        try disk.removeDirectory("\(root)/\(tile.path).p")
    }

    /// Removes partial tiles of earlier trees that are complete in a tree that readers see.
    ///
    /// Until then, the visible checkpoint leads readers to the partial ones. Source: C2SP tlog-tiles, "Partial Tiles".
    func removePartials(ofTreesOfSizes sizes: some Sequence<UInt64>, in size: UInt64) throws(PublicationError) {
        for tile in Set(sizes.flatMap { Self.edge(ofTreeOfSize: $0).map(\.whole) }) {
            if tile.asOf(size: size) == tile { try removePartial(of: tile) }
        }
    }

    /// Removes the tiles and entry bundles that a tree does not need, among them partial ones of smaller trees.
    func removeAll(butOfTreeOfSize size: UInt64) throws(PublicationError) {
        func visit(_ path: String) throws(PublicationError) {
            for entry in try disk.list("\(root)/\(path)") {
                let name = "\(path)/\(entry.name)"
                if entry.isDirectory {
                    try visit(name)
                } else if !Self.isNeeded(name, byTreeOfSize: size) {
                    try disk.remove("\(root)/\(name)")
                }
            }
        }
        try visit("tile")
    }

    private static func isNeeded(_ path: String, byTreeOfSize size: UInt64) -> Bool {
        do throws(MerkleLogError) {
            let tile = try Tile(path: path)
            return tile.asOf(size: size) == tile
        } catch {
            return true  // No tile, and somebody else's.
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
        // Also if it existed before: the run that made it may have been killed before it was durable.
        unsynced.insert(parent)
        known.insert(path)
    }
}
