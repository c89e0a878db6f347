import CanonicalJSON
import EventLog
import MerkleLog
import StoryEvents

extension Publisher {
    /// Gives up the published history in favour of the ledger's, and publishes that under a new name.
    ///
    /// C2SP does not allow two histories under one origin, and witnesses refuse the second for ever. So the log goes on
    /// as `NAME/2` with a new key. The event `forked` says so in the new log, and a statement signed by both keys says
    /// so in public/. The old history stays complete under ``PublicationDirectories/abandoned``.
    ///
    /// - Parameter reason: The admin's reason; it becomes part of the log.
    /// - Throws: ``PublicationError/nothingToAccept(size:)`` if the ledger extends the published history.
    public func acceptFork(reason: String) throws(PublicationError) -> PublishedCheckpoint {
        guard reason.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { throw .noReason }
        return try lock.hold { () throws(PublicationError) in
            let lineage = try lineage()
            let tree = try withLog { () throws(EventLogError) in try LogTree(store) }
            let history = try PublishedHistory.read(self, lineage)
            guard let conflict = try history.conflict(with: tree, lineage) else {
                throw .nothingToAccept(size: tree.size)
            }
            if !lineage.hasGivenUp(conflict.published.checkpoint) {
                // The key file is not part of a restored database: it has the key of the published history.
                let old = try keys.read(origin: conflict.published.checkpoint.origin).signers[0]
                let new = try keys.prepareFork(origin: lineage.nextOrigin(after: history.origins), disk)
                try record(conflict.published, tree, from: old, to: new, reason: reason)
            }
            return try publishLocked()
        }
    }

    private func record(
        _ abandoned: PublishedNote, _ tree: LogTree, from old: SignerKey, to new: SignerKey, reason: String
    ) throws(PublicationError) {
        let checkpoint = abandoned.checkpoint
        let root = try withTree { () throws(MerkleLogError) in try tree.root(ofSize: tree.size) }
        let statement = try withTree { () throws(MerkleLogError) in
            let heads = (
                Succession.Head(size: checkpoint.size, root: checkpoint.root),
                Succession.Head(size: tree.size, root: root)
            )
            return try Succession(.forked(abandoned: heads.0, kept: heads.1), from: old, to: new)
        }
        let fork = Fork(
            reason: Text(reason),
            abandoned: Fork.Head(
                size: Int64(checkpoint.size), root: Text(checkpoint.root.hex),
                checkpoint: Text(String(decoding: abandoned.note.bytes, as: UTF8.self))),
            kept: Fork.Head(size: Int64(tree.size), root: Text(root.hex)),
            origin: Text(new.verifierKey.identity.name.description),
            statement: Text(String(decoding: statement.note.bytes, as: UTF8.self)))
        try append(
            statement, .forked, fork.data, command: "storyledger publish --accept-fork", reason: fork.reason)
    }

    /// Appends an event about the log itself, with the statement that both keys signed.
    func append(
        _ statement: Succession, _ type: EventType, _ data: JSONObject, command: Text, reason: Text
    ) throws(PublicationError) {
        let event = SystemEvent(
            identity: EventIdentity(source: Text.ledger, id: Text(statement.eventID)), story: .ledger, type: type,
            data: data, command: command, reason: reason)
        try withLog { () throws(EventLogError) in
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                _ = try event.append(in: transaction, of: store, expecting: .any)
            }
        }
    }

    /// Moves the published files of the old history away. Each step can be the last: the next run continues with the
    /// one after it.
    func setAside(_ published: PublishedNote) throws(PublicationError) {
        let checkpoint = published.checkpoint
        let place = abandonedPlace(checkpoint.size, checkpoint.root)
        let tiles = "\(directories.published)/tile"
        for directory in [directories.published, directories.abandoned, place] { try disk.makeDirectory(directory) }
        try disk.write(
            published.note.bytes, to: place + "/checkpoint", by: TileDirectory.temporary(in: directories.published))
        if let statements = try disk.read(directories.statements, atMost: .max), !disk.exists(place + "/statements") {
            try disk.write(
                statements, to: place + "/statements", by: TileDirectory.temporary(in: directories.published))
        }
        // Nothing moves into a directory that a power cut may take away.
        for directory in [place, directories.abandoned, directories.published] { try disk.syncDirectory(directory) }
        // What a restored ledger published itself, before the files that readers have were put there, is none of this history.
        try TileDirectory(directories.published, disk).removeAll(butOfTreeOfSize: checkpoint.size)
        // First the files that lead to the tiles. From here on only the head says what was published.
        if try disk.read(directories.head, atMost: SignedNote.longest + 1) != published.note.bytes {
            try disk.write(published.note.bytes, to: directories.head, by: directories.head + ".new", mode: 0o640)
            try disk.syncDirectory(directories.ledger)
        }
        try disk.remove(directories.checkpoint)
        // Once the tiles are moved, files in their old place belong to the new history.
        if !disk.exists(place + "/tile") {
            if disk.exists(tiles) {
                try disk.rename(tiles, to: place + "/tile")
            } else {
                try disk.makeDirectory(place + "/tile")
            }
        }
        for directory in [place, directories.published] { try disk.syncDirectory(directory) }
    }
}
