import EventLog
import MerkleLog
import StoryEvents

/// Publishes a log as C2SP tlog-tiles say: tiles and entry bundles first, the signed checkpoint last.
///
/// With a required quorum, a new checkpoint is signed, noted as the head and shown to witnesses; readers see it once the
/// quorum has cosigned it. Killed at any moment, it goes on where it was: readers see the old checkpoint or the new one,
/// and all that it needs.
/// Any number of processes may publish one ledger; they take turns.
public struct Publisher: Sendable {
    let store: any TreeStore
    let directories: PublicationDirectories
    let keys: KeyFile
    let clock: @Sendable () -> RecordedTime
    let disk: Disk
    let lock: PublicationLock
    /// The cosignatures without which readers see no new checkpoint; nil where they see it at once.
    let required: WitnessQuorum?

    /// - Parameters:
    ///   - store: The log, opened for writing: what is signed is kept in it too.
    ///   - directories: Where the ledger is.
    ///   - environment: All environment variables; the key may be a systemd credential.
    ///   - required: The cosignatures without which readers see no new checkpoint.
    ///   - clock: The time.
    public init(
        _ store: any TreeStore, directories: PublicationDirectories, environment: [String: String],
        required: WitnessQuorum? = nil, clock: @escaping @Sendable () -> RecordedTime = SystemClock.now
    ) {
        self.init(
            store, directories, KeyFile(directories, environment: environment), clock: clock, disk: Disk(),
            lock: PublicationLock(path: directories.lock), required: required)
    }

    init(
        _ store: any TreeStore, _ directories: PublicationDirectories, _ keys: KeyFile,
        clock: @escaping @Sendable () -> RecordedTime, disk: Disk, lock: PublicationLock,
        required: WitnessQuorum? = nil
    ) {
        self.required = required
        self.store = store
        self.directories = directories
        self.keys = keys
        self.clock = clock
        self.disk = disk
        self.lock = lock
    }

    /// The log's names and the statements that change its key or name.
    func lineage() throws(PublicationError) -> LogLineage {
        try withLog { () throws(EventLogError) in try LogLineage(store) }
    }

    /// Publishes the log as it is now.
    ///
    /// - Returns: The checkpoint that readers see then, new or not; or one that is held back for its quorum.
    /// - Throws: ``PublicationError``; nothing is signed then, and readers see what they saw before.
    public func publish() throws(PublicationError) -> PublishedCheckpoint {
        try lock.hold { () throws(PublicationError) in try publishLocked() }
    }

    /// Publishes the log when readers do not see all of it, or the keys have changed.
    ///
    /// - Returns: nil when there was nothing to do.
    public func publishIfGrown() throws(PublicationError) -> PublishedCheckpoint? {
        let lineage = try lineage()
        let tree = try withLog { () throws(EventLogError) in try LogTree(store) }
        let visible = try PublishedNote.read(directories.checkpoint, lineage, disk)
        let head = try PublishedNote.read(directories.head, lineage, disk)
        if let visible, visible.checkpoint == head?.checkpoint, visible.checkpoint.size == tree.size,
            visible.checkpoint.origin.utf8.elementsEqual(lineage.origin.utf8),
            // A log of the same size can be another one.
            try withTree({ () throws(MerkleLogError) in try tree.root(ofSize: tree.size) }) == visible.checkpoint.root,
            visible.logKeys == Set(try keys.read(origin: lineage.origin).verifiers.map(\.identity))
        {
            return nil
        }
        return try publish()
    }

    /// The checkpoint that readers see; nil before the first.
    public func published() throws(PublicationError) -> PublishedCheckpoint? {
        try PublishedNote.read(directories.checkpoint, lineage(), disk).map {
            PublishedCheckpoint(checkpoint: $0.checkpoint, note: $0.note)
        }
    }

    /// The newest checkpoint that was signed, where readers do not see it: it waits for its quorum.
    public func held() throws(PublicationError) -> PublishedCheckpoint? {
        guard required != nil else { return nil }
        return try signedAhead()
    }

    /// The newest checkpoint that was signed, where readers do not see it: whatever it waits for, unless it is about to be
    /// published.
    public func signedAhead() throws(PublicationError) -> PublishedCheckpoint? {
        let history = try PublishedHistory.read(self, lineage())
        guard let head = history.head, head.checkpoint != history.visible?.checkpoint else { return nil }
        return PublishedCheckpoint(checkpoint: head.checkpoint, note: head.note, isHeld: true)
    }

    /// Why nothing would be signed now, though there is a key; nil when it would. Changes nothing.
    public func obstacle() throws(PublicationError) -> PublicationError? {
        let lineage = try lineage()
        let tree = try withLog { () throws(EventLogError) in try LogTree(store) }
        let history: PublishedHistory
        do throws(PublicationError) { history = try PublishedHistory.read(self, lineage) } catch {
            if error.isForADecision { return error }
            throw error
        }
        guard let conflict = try history.conflict(with: tree, lineage),
            !lineage.hasGivenUp(conflict.published.checkpoint)
        else { return nil }
        return conflict.error
    }

    func publishLocked() throws(PublicationError) -> PublishedCheckpoint {
        let lineage = try lineage()
        let tree = try withLog { () throws(EventLogError) in try LogTree(store) }
        var history = try PublishedHistory.read(self, lineage)
        try keys.settleFork(origin: lineage.origin, disk)
        if let conflict = try history.conflict(with: tree, lineage) {
            guard lineage.hasGivenUp(conflict.published.checkpoint) else { throw conflict.error }
            try setAside(conflict.published)
            history = .none
        }
        if let head = history.head, let required, head.checkpoint != history.visible?.checkpoint {
            // One at a time: with a newer one each second, no witness would see the same.
            if required.isMet(by: head.note) { return try show(head.note, after: history) }
            return PublishedCheckpoint(checkpoint: head.checkpoint, note: head.note, isHeld: true)
        }
        let signing = try keys.read(origin: lineage.origin)
        if try recordRotation(signing, lineage) { return try publishLocked() }
        let root = try writeTiles(tree, history)
        try writeStatements(lineage)
        var note = try withTree { () throws(MerkleLogError) in
            try Checkpoint(origin: lineage.origin, size: tree.size, root: root).signed(by: signing.signers)
        }
        if let visible = history.visible, visible.note.text.utf8.elementsEqual(note.text.utf8) {
            for cosignature in visible.cosignatures {
                note = try withTree { () throws(MerkleLogError) in try note.adding(cosignature) }
            }
        }
        if let required, !required.isMet(by: note) {
            try writeHead(note, size: tree.size, after: history)
            let checkpoint = try withTree { () throws(MerkleLogError) in try Checkpoint(text: note.text) }
            return PublishedCheckpoint(checkpoint: checkpoint, note: note, isHeld: true)
        }
        let published = try show(note, after: history)
        try TileDirectory(directories.published, disk)
            .removePartials(ofTreesOfSizes: [history.visible?.checkpoint.size ?? 0], in: tree.size)
        return published
    }
}

/// A checkpoint that was signed.
public struct PublishedCheckpoint: Sendable {
    /// What it says.
    public let checkpoint: Checkpoint
    /// The checkpoint with all signatures.
    public let note: SignedNote
    /// Whether this publication made it visible.
    public var isNew = false
    /// Whether it waits for its quorum, and readers do not see it yet.
    public var isHeld = false
}
