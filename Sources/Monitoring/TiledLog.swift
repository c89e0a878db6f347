import CanonicalJSON
import MerkleLog

/// Reads the files of a tiled log, and checks only their form.
///
/// Source: C2SP tlog-tiles.
struct TiledLog {
    /// Why a file does not fit the checkpoint.
    enum Fault: Error {
        /// The file is missing. A log that grows may have replaced it by a wider one after the checkpoint was read.
        case missing(String)
        /// The file is malformed.
        case malformed(String, String)
        /// The file cannot be read.
        case unreadable(PublicFilesFault)
    }

    let files: any PublicFiles

    /// The checkpoint, its signatures not checked; nil if there is none.
    func checkpoint() throws(Fault) -> (checkpoint: Checkpoint, note: SignedNote)? {
        guard let bytes = try read("checkpoint", atMost: SignedNote.longest) else { return nil }
        do throws(MerkleLogError) {
            let note = try SignedNote(bytes: bytes)
            return (try Checkpoint(text: note.text), note)
        } catch {
            throw .malformed("checkpoint", error.description)
        }
    }

    /// The log's statements about its keys and names, with the positions of their events; none if there is no file.
    func statements(_ path: String = "statements") throws(Fault) -> [StatementFile.Entry] {
        guard let bytes = try read(path, atMost: StatementFile.longest) else { return [] }
        do throws(StatementFile.Fault) { return try StatementFile.read(bytes) } catch {
            throw .malformed(path, error.message)
        }
    }

    /// The leaves of an entry bundle. A partial bundle that is gone is read from the complete one that replaced it.
    func leaves(of tile: Tile) throws(Fault) -> [[UInt8]] {
        let longest = (EntryBundle.longestLeaf + 2) * Tile.fullWidth
        if let bytes = try read(tile.path, atMost: longest) { return try leaves(bytes, tile) }
        let whole = try whole(tile)
        guard let bytes = try read(whole.path, atMost: longest) else { throw .missing(tile.path) }
        return Array(try leaves(bytes, whole).prefix(tile.width))
    }

    private func leaves(_ bytes: [UInt8], _ tile: Tile) throws(Fault) -> [[UInt8]] {
        do throws(MerkleLogError) {
            return try EntryBundle(index: tile.index, width: tile.width, bytes: bytes).leaves
        } catch {
            throw .malformed(tile.path, error.description)
        }
    }

    /// The bytes of a tile of hashes, or the beginning of the complete tile that replaced it.
    func hashes(of tile: Tile) throws(Fault) -> [UInt8] {
        let length = tile.width * Hash.byteCount
        if let bytes = try read(tile.path, atMost: length) { return bytes }
        let whole = try whole(tile)
        guard let bytes = try read(whole.path, atMost: Tile.fullWidth * Hash.byteCount) else {
            throw .missing(tile.path)
        }
        return Array(bytes.prefix(length))
    }

    private func whole(_ tile: Tile) throws(Fault) -> Tile {
        guard tile.isPartial else { throw .missing(tile.path) }
        do throws(MerkleLogError) { return try Tile(tile.kind, index: tile.index) } catch { throw .missing(tile.path) }
    }

    /// Reads a file as it is.
    func read(_ path: String, atMost limit: Int) throws(Fault) -> [UInt8]? {
        do throws(PublicFilesFault) { return try files.read(path, atMost: limit) } catch { throw .unreadable(error) }
    }
}

extension TiledLog: TileReader {
    /// Reads tiles of hashes, as ``TileReader`` requires.
    func readTiles(_ tiles: [Tile]) throws(MerkleLogError) -> [[UInt8]] {
        var found: [[UInt8]] = []
        for tile in tiles {
            do throws(Fault) { found.append(try hashes(of: tile)) } catch { throw .unreadable(tile.path, cause: error) }
        }
        return found
    }
}
