import EventLog
import MerkleLog
import StoryEvents

extension Publisher {
    /// Writes the tiles and bundles that readers do not have yet.
    ///
    /// - Returns: The root of the written tree.
    func writeTiles(_ tree: LogTree, _ history: PublishedHistory) throws(PublicationError) -> Hash {
        try disk.makeDirectory(directories.published)
        // Files up to the published size are not checked again: the checkpoint was written after them.
        let old = history.visible?.checkpoint.size ?? 0
        let directory = TileDirectory(directories.published, disk)
        // Partial tiles that a killed run has left.
        let earlier = try withLog { () throws(EventLogError) in try store.checkpoints(limit: 64) }.map(\.size)
        try directory.removePartials(ofTreesOfSizes: earlier.filter { $0 < old }, in: old)
        let frontier = try withLog { () throws(EventLogError) in try LogTree(store, size: old).frontier() }
        var writer = TileWriter(store, directory, from: frontier, sign: sign)
        let root = try writer.write(upTo: tree.size)
        let expected = try withLog { () throws(EventLogError) in try tree.frontier() }.root
        guard root == expected else { throw .tree(.wrongRoot(expected: expected, found: root)) }
        return root
    }

    /// Writes the log's statements about its keys and names, for readers who have only files.
    func writeStatements(_ lineage: LogLineage) throws(PublicationError) {
        let bytes = lineage.entries.flatMap(\.line)
        guard try disk.read(directories.statements, atMost: bytes.count + 1) ?? [] != bytes else { return }
        try disk.write(
            bytes, to: directories.statements, by: TileDirectory.temporary(in: directories.published))
        try disk.syncDirectory(directories.published)
    }

    /// Makes a checkpoint visible to readers. Everything that it needs is durable already.
    func show(_ note: SignedNote, after history: PublishedHistory) throws(PublicationError) -> PublishedCheckpoint {
        let checkpoint = try withTree { () throws(MerkleLogError) in try Checkpoint(text: note.text) }
        let isShown = history.visible?.note == note
        if !isShown { try keep(note, size: checkpoint.size) }
        try writeHead(note, size: checkpoint.size, after: history)
        if !isShown {
            try disk.write(
                note.bytes, to: directories.checkpoint, by: TileDirectory.temporary(in: directories.published))
            try disk.syncDirectory(directories.published)
        }
        return PublishedCheckpoint(checkpoint: checkpoint, note: note, isNew: !isShown)
    }

    /// Writes the signed head. The head may be one ahead of what readers see; it never goes back.
    func writeHead(_ note: SignedNote, size: UInt64, after history: PublishedHistory) throws(PublicationError) {
        guard history.head?.note != note, history.head?.checkpoint.size ?? 0 <= size else { return }
        try disk.write(note.bytes, to: directories.head, by: directories.head + ".new", mode: 0o640)
        try disk.syncDirectory(directories.ledger)
    }

    /// Stores a checkpoint in the log, once.
    func keep(_ note: SignedNote, size: UInt64) throws(PublicationError) {
        let bytes = note.bytes
        try withLog { () throws(EventLogError) in
            let last = try store.checkpoints(limit: 1).first
            guard last?.note != bytes else { return }
            // The clock may have gone back since.
            let stored = StoredCheckpoint(size: size, signed: max(clock(), last?.signed ?? clock()), note: bytes)
            try store.append(dryRun: false) { transaction throws(EventLogError) in try transaction.keep(stored) }
        }
    }
}
