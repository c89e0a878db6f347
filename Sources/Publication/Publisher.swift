import EventLog
import MerkleLog
import StoryEvents

/// Publishes a log as C2SP tlog-tiles defines it: tiles and entry bundles first, the signed checkpoint last.
///
/// With a required quorum, a new checkpoint is signed, written as the head and sent to witnesses. Readers see it once
/// the quorum has cosigned it. After a kill at any moment, readers see the old checkpoint or the new one, with
/// everything that it needs, and the next run continues from there. Any number of processes may publish one ledger;
/// they take turns.
public struct Publisher: Sendable {
    let store: any TreeStore
    let directories: PublicationDirectories
    let keys: KeyFile
    let clock: @Sendable () -> RecordedTime
    let disk: Disk
    let lock: PublicationLock
    /// The quorum that a new checkpoint waits for before readers see it; nil if it waits for none.
    let required: WitnessQuorum?
    /// Called now and then while tiles are written, as a sign of life.
    public var sign: @Sendable () -> Void = {}

    /// - Parameters:
    ///   - store: The log, opened for writing: signed checkpoints are stored in it, too.
    ///   - directories: The ledger's paths.
    ///   - environment: All environment variables; the key may be a systemd credential.
    ///   - required: The quorum that a new checkpoint waits for before readers see it.
    ///   - clock: The wall clock.
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
    /// - Returns: The checkpoint that readers see then, new or not; or one that waits for its quorum.
    /// - Throws: ``PublicationError``; then nothing is signed, and readers see what they saw before.
    public func publish() throws(PublicationError) -> PublishedCheckpoint {
        try lock.hold { () throws(PublicationError) in try publishLocked() }
    }

    /// Publishes the log if readers do not see all of it, or if the keys have changed.
    ///
    /// - Returns: nil if there was nothing to do.
    public func publishIfGrown() throws(PublicationError) -> PublishedCheckpoint? {
        let lineage = try lineage()
        let tree = try withLog { () throws(EventLogError) in try LogTree(store) }
        let visible = try PublishedNote.read(directories.checkpoint, lineage, disk)
        let head = try PublishedNote.read(directories.head, lineage, disk)
        if let visible, visible.checkpoint == head?.checkpoint, visible.checkpoint.size == tree.size,
            visible.checkpoint.origin.utf8.elementsEqual(lineage.origin.utf8),
            // A log of the same size can still be another log.
            try withTree({ () throws(MerkleLogError) in try tree.root(ofSize: tree.size) }) == visible.checkpoint.root,
            visible.logKeys == Set(try keys.read(origin: lineage.origin).verifiers.map(\.identity))
        {
            return nil
        }
        return try publish()
    }

    /// The checkpoint that readers see; nil if there is none.
    public func published() throws(PublicationError) -> PublishedCheckpoint? {
        try PublishedNote.read(directories.checkpoint, lineage(), disk).map {
            PublishedCheckpoint(checkpoint: $0.checkpoint, note: $0.note)
        }
    }

    /// The newest signed checkpoint, if it waits for its quorum and readers do not see it yet.
    public func held() throws(PublicationError) -> PublishedCheckpoint? {
        guard required != nil else { return nil }
        return try signedAhead()
    }

    /// The newest signed checkpoint, if readers do not see it yet, whatever it waits for.
    public func signedAhead() throws(PublicationError) -> PublishedCheckpoint? {
        let history = try PublishedHistory.read(self, lineage())
        guard let head = history.head, head.checkpoint != history.visible?.checkpoint else { return nil }
        return PublishedCheckpoint(checkpoint: head.checkpoint, note: head.note, isHeld: true)
    }

    /// Why nothing would be signed now although there is a key; nil if it would. Changes nothing.
    public func obstacle() throws(PublicationError) -> PublicationError? {
        let lineage = try lineage()
        let tree = try withLog { () throws(EventLogError) in try LogTree(store) }
        let history: PublishedHistory
        do throws(PublicationError) { history = try PublishedHistory.read(self, lineage) } catch {
            if error.isForADecision { return error }
            throw error
        }
        if let conflict = try history.conflict(with: tree, lineage) {
            return lineage.hasGivenUp(conflict.published.checkpoint) ? nil : conflict.error
        }
        do throws(PublicationError) {
            return history.strangeness(of: try keys.read(origin: lineage.origin), lineage.origin)
        } catch {
            // Without a key nothing is signed, and another check says so.
            return nil
        }
    }

    /// - Parameter withStrangeKey: Whether a key may sign that has never signed this log.
    func publishLocked(withStrangeKey: Bool = false) throws(PublicationError) -> PublishedCheckpoint {
        let lineage = try lineage()
        let tree = try withLog { () throws(EventLogError) in try LogTree(store) }
        var history = try PublishedHistory.read(self, lineage)
        try keys.settleFork(origin: lineage.origin, disk)
        if let conflict = try history.conflict(with: tree, lineage) {
            guard lineage.hasGivenUp(conflict.published.checkpoint) else { throw conflict.error }
            try setAside(conflict.published)
            history = .none
        }
        // What a fork carries on is published again under the new name, tiles included.
        history = history.under(lineage.origin)
        if let head = history.head, let required, head.checkpoint != history.visible?.checkpoint {
            // One at a time: with a new checkpoint each second, no two witnesses would cosign the same one.
            if required.isMet(by: head.note) { return try show(head.note, after: history) }
            return PublishedCheckpoint(checkpoint: head.checkpoint, note: head.note, isHeld: true)
        }
        let signing = try keys.read(origin: lineage.origin)
        if !withStrangeKey, let strange = history.strangeness(of: signing, lineage.origin) { throw strange }
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

/// A signed checkpoint.
public struct PublishedCheckpoint: Sendable {
    /// The checkpoint.
    public let checkpoint: Checkpoint
    /// The checkpoint with all signatures.
    public let note: SignedNote
    /// Whether this publication made it visible to readers.
    public var isNew = false
    /// Whether it waits for its quorum, and readers do not see it yet.
    public var isHeld = false
}
