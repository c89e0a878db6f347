import Foundation
import MerkleLog

@testable import Publication

/// A reader who has the verifier key, and reads what lies in public/.
struct Reader {
    let root: String
    var witnesses: [VerifierKey] = []
    private let ledger: PublishedLedger
    private let isAbandoned: Bool

    /// - Parameter root: A history that was given up, read with the log's first name and key; nil for the log as it is.
    init(_ ledger: PublishedLedger, at root: String? = nil, witnesses: [VerifierKey] = []) {
        self.root = root ?? ledger.directories.published
        isAbandoned = root != nil
        self.ledger = ledger
        self.witnesses = witnesses
    }

    struct Missing: Error { let path: String }
    struct Different: Error { let path: String }

    /// The checkpoint, its signature checked; nil where there is none.
    func checkpoint() throws -> VerifiedCheckpoint? {
        guard let bytes = FileManager.default.contents(atPath: root + "/checkpoint") else { return nil }
        let origin = isAbandoned ? ledger.store.ledger.origin : try ledger.publisher.lineage().origin
        let keys = isAbandoned ? ledger.keys : try ledger.publisher.signingKeys()
        let policy = try CheckpointPolicy(origin: origin, logKeys: keys.verifiers, witnesses: witnesses)
        return try policy.open(try SignedNote(bytes: bytes))
    }

    /// Reads all leaves, rebuilds the tree of them, and holds each tile and the root against it.
    ///
    /// - Returns: The size; nil where nothing is published.
    @discardableResult
    func checkEverything() throws -> UInt64? {
        guard let checkpoint = try checkpoint()?.checkpoint else { return nil }
        var frontier = Frontier()
        var tiles: [TileContents] = []
        for tile in Tile.addedEntries(from: 0, to: checkpoint.size) {
            let bundle = try EntryBundle(index: tile.index, width: tile.width, bytes: try read(tile))
            tiles += frontier.append(contentsOf: bundle.hashes.hashes)
        }
        for contents in tiles + frontier.partialTiles where try read(contents.tile) != contents.bytes {
            throw Different(path: contents.tile.path)
        }
        guard frontier.root == checkpoint.root else { throw Different(path: "checkpoint") }
        return checkpoint.size
    }

    private func read(_ tile: Tile) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: "\(root)/\(tile.path)") else {
            throw Missing(path: tile.path)
        }
        return Array(data)
    }
}
