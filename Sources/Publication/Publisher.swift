import EventLog
import MerkleLog
import StoryEvents

/// Publishes a log as C2SP tlog-tiles say: tiles and entry bundles first, the signed checkpoint last.
///
/// Killed at any moment, it goes on where it was: readers see the old checkpoint or the new one, and all that it needs.
/// Any number of processes may publish one ledger; they take turns.
public struct Publisher: Sendable {
    let store: any TreeStore
    let directories: PublicationDirectories
    let keys: KeyFile
    let clock: @Sendable () -> RecordedTime
    let disk: Disk
    let lock: PublicationLock

    /// - Parameters:
    ///   - store: The log, opened for writing: what is signed is kept in it too.
    ///   - directories: Where the ledger is.
    ///   - environment: All environment variables; the key may be a systemd credential.
    ///   - clock: The time.
    public init(
        _ store: any TreeStore, directories: PublicationDirectories, environment: [String: String],
        clock: @escaping @Sendable () -> RecordedTime = SystemClock.now
    ) {
        self.init(
            store, directories, KeyFile(directories, environment: environment), clock: clock, disk: Disk(),
            lock: PublicationLock(path: directories.lock))
    }

    init(
        _ store: any TreeStore, _ directories: PublicationDirectories, _ keys: KeyFile,
        clock: @escaping @Sendable () -> RecordedTime, disk: Disk, lock: PublicationLock
    ) {
        self.store = store
        self.directories = directories
        self.keys = keys
        self.clock = clock
        self.disk = disk
        self.lock = lock
    }

    var origin: String { store.ledger.origin }

    /// Publishes the log as it is now.
    ///
    /// - Returns: The checkpoint that readers see then, new or not.
    /// - Throws: ``PublicationError``; nothing is signed then, and readers see what they saw before.
    public func publish() throws(PublicationError) -> PublishedCheckpoint {
        try lock.hold { () throws(PublicationError) in try publishLocked() }
    }

    /// Publishes the log when it has grown, or the keys have changed, since it was published last. Else it costs two
    /// small reads.
    ///
    /// - Returns: nil when there was nothing to do.
    public func publishIfGrown() throws(PublicationError) -> PublishedCheckpoint? {
        let size = UInt64(try withLog { () throws(EventLogError) in try store.size() })
        let visible = try PublishedNote.read(directories.checkpoint, origin: origin, disk)
        if let visible, visible.checkpoint.size == size {
            guard visible.logKeys != Set(try keys.read(origin: origin).verifiers.map(\.identity)) else { return nil }
        }
        return try publish()
    }

    /// The checkpoint that readers see; nil before the first.
    public func published() throws(PublicationError) -> PublishedCheckpoint? {
        try PublishedNote.read(directories.checkpoint, origin: origin, disk).map {
            PublishedCheckpoint(checkpoint: $0.checkpoint, note: $0.note, isNew: false)
        }
    }

    /// Why nothing would be signed now, though there is a key; nil when it would. Changes nothing.
    public func obstacle() throws(PublicationError) -> PublicationError? {
        let tree = try withLog { () throws(EventLogError) in try LogTree(store) }
        let history: PublishedHistory
        do throws(PublicationError) { history = try PublishedHistory.read(self) } catch {
            if error.isForADecision { return error }
            throw error
        }
        guard let conflict = try history.conflict(with: tree), try !isAccepted(conflict.published) else { return nil }
        return conflict.error
    }

    func publishLocked() throws(PublicationError) -> PublishedCheckpoint {
        let signers = try keys.read(origin: origin).signers
        let tree = try withLog { () throws(EventLogError) in try LogTree(store) }
        var history = try PublishedHistory.read(self)
        if let conflict = try history.conflict(with: tree) {
            guard try isAccepted(conflict.published) else { throw conflict.error }
            try setAside(conflict.published)
            history = .none
        }
        try disk.makeDirectory(directories.published)
        // What was published to a size is not looked at again: the checkpoint was written after it.
        let old = history.visible?.checkpoint.size ?? 0
        let directory = TileDirectory(directories.published, disk)
        // What the last run would have removed, had it not been killed.
        let earlier = try withLog { () throws(EventLogError) in try store.checkpoints(limit: 64) }.map(\.size)
        try directory.removePartials(ofTreesOfSizes: earlier.filter { $0 < old }, in: old)
        let frontier = try withLog { () throws(EventLogError) in try LogTree(store, size: old).frontier() }
        var writer = TileWriter(store, directory, from: frontier)
        let root = try writer.write(upTo: tree.size)
        let expected = try withLog { () throws(EventLogError) in try tree.frontier() }.root
        guard root == expected else { throw .tree(.wrongRoot(expected: expected, found: root)) }

        var note = try withTree { () throws(MerkleLogError) in
            try Checkpoint(origin: origin, size: tree.size, root: root).signed(by: signers)
        }
        if let visible = history.visible, visible.note.text.utf8.elementsEqual(note.text.utf8) {
            for cosignature in visible.cosignatures {
                note = try withTree { () throws(MerkleLogError) in try note.adding(cosignature) }
            }
        }
        let published = try show(note, after: history)
        try directory.removePartials(ofTreesOfSizes: [old], in: tree.size)
        return published
    }

    /// Makes a checkpoint the one that readers see. What it needs is durable already.
    func show(_ note: SignedNote, after history: PublishedHistory) throws(PublicationError) -> PublishedCheckpoint {
        let checkpoint = try withTree { () throws(MerkleLogError) in try Checkpoint(text: note.text) }
        let isShown = history.visible?.note == note
        if !isShown { try keep(note, size: checkpoint.size) }
        // At times the head is one ahead of what readers see; it never goes back.
        if history.head?.note != note, history.head?.checkpoint.size ?? 0 <= checkpoint.size {
            try disk.write(note.bytes, to: directories.head, by: directories.head + ".new", mode: 0o640)
            try disk.syncDirectory(directories.ledger)
        }
        if !isShown {
            try disk.write(
                note.bytes, to: directories.checkpoint, by: TileDirectory.temporary(in: directories.published))
            try disk.syncDirectory(directories.published)
        }
        return PublishedCheckpoint(checkpoint: checkpoint, note: note, isNew: !isShown)
    }

    /// Keeps a checkpoint in the log, once.
    func keep(_ note: SignedNote, size: UInt64) throws(PublicationError) {
        let bytes = note.bytes
        try withLog { () throws(EventLogError) in
            let last = try store.checkpoints(limit: 1).first
            guard last?.note != bytes else { return }
            // The clock may have gone back since.
            let stored = StoredCheckpoint(size: size, signed: max(clock(), last?.signed ?? clock()), note: bytes)
            try store.append(rehearsal: false) { transaction throws(EventLogError) in try transaction.keep(stored) }
        }
    }
}

/// A checkpoint that readers see.
public struct PublishedCheckpoint: Sendable {
    /// What it says.
    public let checkpoint: Checkpoint
    /// The checkpoint with all signatures.
    public let note: SignedNote
    /// Whether this publication made it visible.
    public let isNew: Bool
}
