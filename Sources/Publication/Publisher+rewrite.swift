import EventLog
import MerkleLog

extension Publisher {
    /// Writes what readers saw of a log at one checkpoint, into a ledger's directory in which nothing is published:
    /// tiles, entry bundles, statements, and the checkpoint last. Nothing is signed.
    ///
    /// - Parameters:
    ///   - note: The checkpoint, a signed note; its signatures are not checked.
    ///   - store: The log, with at least as many events.
    /// - Throws: ``PublicationError``; ``PublicationError/isOfOtherHistory`` when the log does not extend the checkpoint.
    public static func rewrite(
        _ note: [UInt8], of store: any TreeStore, to directories: PublicationDirectories
    ) throws(PublicationError) {
        let disk = Disk()
        let checkpoint: Checkpoint
        do throws(MerkleLogError) { checkpoint = try Checkpoint(text: SignedNote(bytes: note).text) } catch {
            throw .unreadableCheckpoint(file: directories.checkpoint, reason: error.description)
        }
        let size = try withLog { () throws(EventLogError) in try store.size() }
        guard checkpoint.size <= UInt64(clamping: size) else {
            throw .behind(file: directories.checkpoint, published: checkpoint.size, found: UInt64(clamping: size))
        }
        try disk.makeDirectory(directories.published)
        var writer = TileWriter(store, TileDirectory(directories.published, disk), from: Frontier())
        let root = try writer.write(upTo: checkpoint.size)
        guard root == checkpoint.root else {
            throw .forked(
                file: directories.checkpoint, size: checkpoint.size, published: checkpoint.root, found: root)
        }
        let temporary = TileDirectory.temporary(in: directories.published)
        let lines = try withLog { () throws(EventLogError) in try LogLineage(store) }.entries
            .filter { UInt64(clamping: $0.position.value) < checkpoint.size }.flatMap(\.line)
        if !lines.isEmpty { try disk.write(lines, to: directories.statements, by: temporary) }
        try disk.write(note, to: directories.checkpoint, by: temporary)
        try disk.syncDirectory(directories.published)
    }
}

extension PublicationError {
    /// Whether the log is behind a published checkpoint, or another one.
    public var isOfOtherHistory: Bool {
        switch self {
        case .behind, .forked: true
        default: false
        }
    }
}
