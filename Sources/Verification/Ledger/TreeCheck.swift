import EventLog
import MerkleLog

/// Rebuilds the tree from the leaves, in log order, and holds tiles and roots against it.
struct TreeCheck {
    private var tree = Frontier()
    private let reader: any AuditReader
    private var roots: RootClaims
    private let published: PublishedTree?
    private let publishedSize: UInt64?
    private var isWhole = true

    init(
        reading reader: any AuditReader, roots: RootClaims, published: PublishedTree?, publishedSize: UInt64?
    ) {
        self.reader = reader
        self.roots = roots
        self.published = published
        self.publishedSize = publishedSize
    }

    /// The tree's size and root so far.
    var head: (size: UInt64, root: Hash) { (tree.size, tree.root) }

    /// How many stored checkpoints were read.
    var checkpoints: Int { roots.count }
    /// Tree size of the newest stored checkpoint; nil where there is none.
    var signed: UInt64? { roots.signed }
    var valid: Int { roots.valid }
    /// Tree size of the newest stored checkpoint that meets the quorum; nil where none does, or none is asked for.
    var cosigned: UInt64? { roots.cosigned }
    /// What is not wrong, but worth knowing.
    var notes: [String] { roots.notes }

    /// Looks at what is claimed of the empty tree.
    mutating func begin(_ report: (Finding) -> Void) throws(EventLogError) {
        try checkClaims(report)
    }

    /// Grows the tree by the leaves of a chunk.
    mutating func add(_ chunk: Chunk, _ report: (Finding) -> Void) throws(EventLogError) {
        guard isWhole else { return }
        for hash in chunk.hashes {
            for contents in tree.append(hash) { try check(contents, report) }
            try checkClaims(report)
        }
        if let hole = chunk.hole {
            isWhole = false
            report(Finding(.event(hole), "its leaf hash is lost, so the tree cannot be rebuilt from here on"))
        }
    }

    /// Looks for tiles and checkpoints of a larger tree than the log's.
    mutating func finish(_ report: (Finding) -> Void) throws(EventLogError) {
        guard isWhole else { return }
        try roots.finish(size: tree.size, report)
        var size = tree.size
        var isNow = false
        try reader.eachTile { level, number in
            guard level >= 0, level < 8, number >= 0, let path = Tile.path(ofLevel: level, number) else {
                return report(Finding(.tile("tile/\(level)/\(number)"), "no tree has such a tile"))
            }
            let isBeyond = { UInt64(number) >= size >> (8 * UInt64(level + 1)) }
            if isBeyond(), !isNow {
                // Tiles of what was appended meanwhile are there already. What is asked here sees the moment of the list.
                do throws(EventLogError) { size = max(size, try reader.extent().size) } catch {
                    report(Finding(.database, "its size cannot be read: \(error.message)"))
                }
                isNow = true
            }
            if isBeyond() {
                report(Finding(.tile(path), "it is there, and is not complete in a tree of \(size) leaves"))
            }
        }
    }

    private mutating func checkClaims(_ report: (Finding) -> Void) throws(EventLogError) {
        if tree.size == publishedSize {
            var findings: [Finding] = []
            published?.compare(edge: tree, &findings)
            findings.forEach(report)
        }
        while roots.nextSize == tree.size { try roots.check(size: tree.size, root: tree.root, report) }
    }

    private func check(_ contents: TileContents, _ report: (Finding) -> Void) throws(EventLogError) {
        var findings: [Finding] = []
        published?.compare(complete: contents, &findings)
        findings.forEach(report)
        let tile = contents.tile
        let place = Finding.Place.tile(tile.path)
        guard let stored = try reader.tile(level: Int64(tile.level), number: Int64(tile.index)) else {
            return report(Finding(place, "it is missing"))
        }
        let expected = contents.bytes
        if stored.hashes != expected {
            guard stored.hashes.count == expected.count else {
                return report(Finding(place, "it has \(stored.hashes.count) bytes; expected \(expected.count)"))
            }
            let hash = (zip(stored.hashes, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? 0) / Hash.byteCount
            let what = tile.level == 0 ? "that of the leaf @\(Int(tile.first) + hash)" : "the root of the tile below"
            report(Finding(place, "its hash \(hash) is not \(what)"))
        }
        if stored.root != contents.root.bytes { report(Finding(place, "its root is not that of its hashes")) }
    }
}

extension Tile {
    fileprivate static func path(ofLevel level: Int64, _ number: Int64) -> String? {
        do throws(MerkleLogError) { return try Tile(.hashes(level: Int(level)), index: UInt64(number)).path } catch {
            return nil
        }
    }
}
