import EventLog
import Foundation
import MerkleLog

/// Compares the published tiles with the tree as it is rebuilt, and looks for what does not belong there.
struct PublishedTree {
    private let ledger: String
    private let size: UInt64

    /// - Parameters:
    ///   - ledger: The ledger's directory.
    ///   - size: The size of the published tree, in leaves, as its checkpoint says.
    init(ledger: String, size: UInt64) {
        self.ledger = ledger
        self.size = size
    }

    /// Compares a tile that is complete in the published tree; others are passed over.
    func compare(complete contents: TileContents, _ findings: inout [Finding]) {
        guard contents.tile.asOf(size: size) == contents.tile else { return }
        compare(contents, &findings)
    }

    /// Compares the partial tiles at the end of the published tree.
    ///
    /// - Parameter edge: The tree at exactly the published size.
    func compare(edge: Frontier, _ findings: inout [Finding]) {
        for contents in edge.partialTiles { compare(contents, &findings) }
    }

    private func compare(_ contents: TileContents, _ findings: inout [Finding]) {
        let found = PublishedFile.find(contents.tile, contents.bytes, in: ledger)
        if let difference = found.difference { findings.append(Finding(.file(found.path), difference)) }
    }

    /// Looks through the directory for files that are not of the published tree.
    ///
    /// Leftovers of an earlier or interrupted publication do no harm as long as they are the log's: they are compared too.
    ///
    /// - Parameter logSize: Returns the size of the log now, in leaves: publication goes on meanwhile.
    func compareLeftovers(
        with log: any TreeStore, _ logSize: () throws(EventLogError) -> UInt64, _ report: (Finding) -> Void
    ) throws(EventLogError) {
        var last = try logSize()
        try walk("\(LedgerLayout.published)/tile") { path throws(EventLogError) in
            let tile: Tile
            do throws(MerkleLogError) {
                tile = try Tile(path: path.dropFirst("\(LedgerLayout.published)/".count))
            } catch {
                return report(Finding(.file(path), "it is no file of a log"))
            }
            guard tile.asOf(size: size) != tile else { return }
            var whole = tile.asOf(size: last)
            if whole.map({ $0.width < tile.width }) ?? true {
                last = try logSize()
                whole = tile.asOf(size: last)
            }
            guard let whole, whole.width >= tile.width else {
                return report(Finding(.file(path), "it is beyond the log, which has \(last) leaves"))
            }
            do throws(EventLogError) {
                let expected = try bytes(of: tile, in: log, last)
                let found = PublishedFile.read("\(ledger)/\(path)", expecting: expected.count)
                // A partial tile is removed once its full one is there.
                if found == .missing { return }
                guard let difference = PublishedFile.difference(found, from: expected) else { return }
                report(Finding(.file(path), difference))
            } catch {
                report(Finding(.file(path), "it cannot be compared: \(error.message)"))
            }
        }
    }

    private func bytes(
        of tile: Tile, in log: any TreeStore, _ logSize: UInt64
    ) throws(EventLogError) -> [UInt8] {
        guard tile.kind == .entries else {
            let size = (tile.first + UInt64(tile.width)) << (8 * UInt64(tile.level))
            return try LogTree(log, size: size).contents(of: tile).bytes
        }
        let leaves = try log.leaves(from: .init(Int64(tile.first)), limit: tile.width)
        do throws(MerkleLogError) { return try EntryBundle(index: tile.index, leaves: leaves).bytes } catch {
            throw .damaged(path: tile.path, error.description)
        }
    }

    /// Calls with every file below a directory, by its path below the ledger's.
    private func walk(
        _ directory: String, _ body: (String) throws(EventLogError) -> Void
    ) throws(EventLogError) {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: "\(ledger)/\(directory)").sorted() } catch {
            return
        }
        for name in names {
            let path = "\(directory)/\(name)"
            var status = stat()
            guard lstat("\(ledger)/\(path)", &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR { try walk(path, body) } else { try body(path) }
        }
    }
}
