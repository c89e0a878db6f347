import CanonicalJSON
import EventLog
import MerkleLog
import StoryEvents

extension Publisher {
    /// Gives up the history that was published for the one that the ledger has, records that decision in the log, and
    /// publishes.
    ///
    /// What was given up stays to be read under ``PublicationDirectories/abandoned``. Witnesses that have seen it will
    /// not cosign the new history, nor should they.
    ///
    /// - Parameter reason: The admin's words; they become part of the log.
    /// - Throws: ``PublicationError/nothingToAccept(size:)`` when the ledger extends what was published.
    public func acceptFork(reason: String) throws(PublicationError) -> PublishedCheckpoint {
        guard reason.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { throw .noReason }
        return try lock.hold { () throws(PublicationError) in
            // Nothing is recorded that cannot be acted on.
            _ = try keys.read(origin: origin)
            let tree = try withLog { () throws(EventLogError) in try LogTree(store) }
            guard let conflict = try PublishedHistory.read(self).conflict(with: tree) else {
                throw .nothingToAccept(size: tree.size)
            }
            if try !isAccepted(conflict.published) { try record(conflict.published, tree, reason: reason) }
            return try publishLocked()
        }
    }

    /// Whether the log itself says that a published checkpoint was given up.
    func isAccepted(_ published: PublishedNote) throws(PublicationError) -> Bool {
        let events = try withLog { () throws(EventLogError) in try store.events(of: .ledger) }
        for event in events where event.envelope.type == .forked {
            let payload: Payload
            do throws(PayloadFault) { payload = try event.payload() } catch {
                throw .log(.damaged(path: "the event at \(event.envelope.position)", error.message))
            }
            guard case .forked(let fork) = payload else { continue }
            let checkpoint = published.checkpoint
            if fork.abandoned.size == checkpoint.size, fork.abandoned.root == Text(checkpoint.root.hex) { return true }
        }
        return false
    }

    private func record(
        _ abandoned: PublishedNote, _ tree: LogTree, reason: String
    ) throws(PublicationError) {
        let root = try withTree { () throws(MerkleLogError) in try tree.root(ofSize: tree.size) }
        let fork = Fork(
            reason: Text(reason),
            abandoned: Fork.Head(
                size: Int64(abandoned.checkpoint.size), root: Text(abandoned.checkpoint.root.hex),
                checkpoint: Text(String(decoding: abandoned.note.bytes, as: UTF8.self))),
            kept: Fork.Head(size: Int64(tree.size), root: Text(root.hex)))
        // Nobody can guess it, so no producer can have taken it.
        let id = RandomSalts.next().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let event = OwnEvent(
            identity: EventIdentity(source: Text.ledger, id: Text(id)), story: .ledger, type: .forked, data: fork.data,
            command: "storyledger publish --accept-fork", reason: fork.reason)
        try withLog { () throws(EventLogError) in
            try store.append(rehearsal: false) { transaction throws(EventLogError) in
                _ = try event.append(in: transaction, of: store, expecting: .any)
            }
        }
    }

    /// Moves what was published of a history that was given up out of the way of the new one. Each step can be the
    /// last: the next run goes on with the one after it.
    func setAside(_ published: PublishedNote) throws(PublicationError) {
        let checkpoint = published.checkpoint
        let place = "\(directories.abandoned)/\(checkpoint.size)-\(checkpoint.root.hex.prefix(16))"
        let tiles = "\(directories.published)/tile"
        for directory in [directories.published, directories.abandoned, place] { try disk.makeDirectory(directory) }
        try disk.write(
            published.note.bytes, to: place + "/checkpoint", by: TileDirectory.temporary(in: directories.published))
        try disk.syncDirectory(place)
        // First what leads to the tiles. From here on the head alone says what was published.
        if !disk.exists(directories.head) {
            try disk.write(published.note.bytes, to: directories.head, by: directories.head + ".new", mode: 0o640)
            try disk.syncDirectory(directories.ledger)
        }
        try disk.remove(directories.checkpoint)
        // Once they are there, what lies in their place belongs to the new history.
        if !disk.exists(place + "/tile") {
            if disk.exists(tiles) {
                try disk.rename(tiles, to: place + "/tile")
            } else {
                try disk.makeDirectory(place + "/tile")
            }
        }
        for directory in [place, directories.abandoned, directories.published] { try disk.syncDirectory(directory) }
    }
}
