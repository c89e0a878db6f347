import EventLog
import Glibc
import Inbox
import MerkleLog
import StoryEvents
import Verification

/// Makes a backup of a ledger while everything runs.
///
/// A backup is a directory: `manifest.ndjson`, a directory `snapshot-TIME` with the log's copy and the small files that
/// belong to it, and mirrors of `archive`, `quarantine` and `public/abandoned`. The manifest is replaced last, so a backup
/// in the same directory stays whole until the new one is complete. Files that have not changed are not copied again.
public struct BackupWriter {
    /// What a run did.
    public struct Summary: Hashable, Sendable {
        /// What the backup is of.
        public var manifest: Manifest
        /// All files of the backup, and their bytes.
        public var files: Int64 = 0, bytes: Int64 = 0
        /// Those that this run copied.
        public var copied: Int64 = 0, copiedBytes: Int64 = 0
        /// Files that are not in the backup: refused ones, and those of which the system takes no copy.
        public var leftOut: [LeftOut] = []
        /// Files that the ledger no longer has, such as those that a takedown removed.
        public var removed: Int64 = 0
        /// The key and the secret, where they are those of the backup before.
        public var carried: [String] = []
    }

    /// A file that is not in the backup.
    public struct LeftOut: Hashable, Sendable {
        /// Its path below the ledger's directory.
        public let path: String
        /// Why.
        public let reason: String
        /// What to do about it, if possible a command; empty if there is nothing to do.
        public let remedy: String
        /// Whether it is part of the record; a refused file is not.
        public let isOfRecord: Bool
    }

    /// A part of the work, for showing progress.
    public enum Step: String, Sendable { case log, files, verify }

    private let source: BackupSource
    private let destination: BackupDirectory
    private let report: (Finding) -> Void
    private let progress: (Step, Int64, Int64) -> Void

    /// - Parameters:
    ///   - source: The ledger.
    ///   - destination: An absolute path; the directory is made if it is missing.
    ///   - report: Takes what is wrong with the log's copy.
    ///   - progress: Takes a step, what is done and what there is; 0 if that is unknown.
    public init(
        _ source: BackupSource, to destination: String, report: @escaping (Finding) -> Void,
        progress: @escaping (Step, _ done: Int64, _ all: Int64) -> Void = { _, _, _ in }
    ) throws(BackupError) {
        if try Self.overlap(source.ledger, destination) {
            throw .overlapping(path: destination, ledger: source.ledger)
        }
        if BackupDirectory.isInsideAnother(destination) { throw .isABackup(path: destination) }
        self.source = source
        self.destination = try BackupDirectory(destination)
        self.report = report
        self.progress = progress
    }

    /// Makes the backup, verifies the log's copy, and only then replaces the one before.
    ///
    /// - Parameter replacingNewer: Whether a backup with more events than the ledger, or of another history, is replaced.
    public func run(replacingNewer: Bool = false) throws(BackupError) -> Summary {
        let store = try withLog { () throws(EventLogError) in
            try SQLiteEventStore(path: source.database, access: .readOnly, secret: source.secret)
        }
        let before = try destination.manifest()
        if let found = before?.manifest.origin, !found.utf8.elementsEqual(store.ledger.origin.utf8) {
            throw .otherLedger(path: destination.path, found: found, expected: store.ledger.origin)
        }
        if let before, !replacingNewer { try refuseLoss(of: before.manifest, store) }
        try destination.removeSnapshots(but: before?.manifest.snapshot)
        // The files and the log belong together: until both are copied, retention removes nothing.
        let hold = RetentionLock.forReading(InboxDirectories(ledger: source.ledger))
        let created = SystemClock.now()
        let name = try destination.makeSnapshot(created)
        let snapshot = "\(destination.path)/\(name)"
        // Before the log's copy: then it holds at least what these say.
        try copySmallFiles(to: snapshot)
        let (missing, carried) = try copyKeys(to: snapshot, before: before?.manifest.snapshot)
        let database = "\(snapshot)/ledger.db"
        try withLog { () throws(EventLogError) in
            try SQLiteEventStore.copy(source.database, to: database) { progress(.log, Int64($0), Int64($1)) }
        }
        let isReadable = if case .success = store.ledger.secret { store.secretFault == nil } else { false }
        var manifest = try verify(database, created, snapshot: name, secret: isReadable ? source.secret : nil)
        manifest.missing = missing + (source.configuration == nil ? [Manifest.configuration] : [])
        manifest.sources = InboxSource.list(source.ledger)
        var files = Mirror(
            source, destination, before, snapshotTaken: created, newer: ArchivedPaths(store, after: manifest.receipts))
        var summary = try files.run(manifest) { progress(.files, $0, 0) }
        if hold == nil { try refuseRemovals(store, since: database) }
        try destination.sync()
        try destination.publish()
        summary.carried = carried
        summary.removed = try files.removeOthers()
        try destination.removeSnapshots(but: name)
        withExtendedLifetime(hold) {}
        return summary
    }

    /// Refuses a backup for whose files retention could not be held, if it has removed some of them since the log was copied.
    private func refuseRemovals(_ store: SQLiteEventStore, since copy: String) throws(BackupError) {
        let copied = try withLog { () throws(EventLogError) in
            try SQLiteEventStore(path: copy, access: .readOnly, secret: source.secret)
        }
        defer { for ending in ["-wal", "-shm"] { unlink(copy + ending) } }
        let (before, after) = try withLog { () throws(EventLogError) in (try copied.removals(), try store.removals()) }
        guard after.subtracting(before).isEmpty else { throw .removedMeanwhile(path: source.ledger) }
    }

    /// The head and the checkpoint of the public log, the list of witnesses, and the configuration.
    private func copySmallFiles(to snapshot: String) throws(BackupError) {
        let places = source.publication
        for (path, name) in [
            (places.head, LedgerLayout.head), (places.checkpoint, "checkpoint"), (places.witnesses, "witnesses"),
        ] {
            _ = try FileBytes.copy(Array(path.utf8), to: Array("\(snapshot)/\(name)".utf8))
        }
        guard let configuration = source.configuration else { return }
        try FileBytes.makeDirectories(Array(Manifest.configuration.utf8), below: snapshot)
        let name = configuration.split(separator: "/").last ?? "storyledger.yaml"
        let target = "\(snapshot)/configuration/\(name)"
        guard try FileBytes.copy(Array(configuration.utf8), to: Array(target.utf8)) != nil else {
            throw .system(action: "read", path: configuration, code: ENOENT)
        }
        try copyDropIns(of: configuration, to: "configuration/\(name).d", in: snapshot)
    }

    /// The files that override single settings of the configuration.
    private func copyDropIns(of file: String, to folder: String, in snapshot: String) throws(BackupError) {
        let names = try FileTree.names(in: Array("\(file).d".utf8)).filter { $0.suffix(5).elementsEqual(".yaml".utf8) }
        guard !names.isEmpty else { return }
        try FileBytes.makeDirectories(Array(folder.utf8), below: snapshot)
        for name in names where name.first != UInt8(ascii: ".") {
            let slash = [UInt8(ascii: "/")]
            _ = try FileBytes.copy(
                Array("\(file).d".utf8) + slash + name, to: Array("\(snapshot)/\(folder)".utf8) + slash + name)
        }
    }

    /// Refuses to replace the copy of events that the ledger does not have.
    private func refuseLoss(of before: Manifest, _ store: SQLiteEventStore) throws(BackupError) {
        let loss = try withLog { () throws(EventLogError) -> BackupError? in
            let size = try store.size()
            var isKept = before.events <= size
            if isKept {
                let tree = try LogTree(store)
                do throws(MerkleLogError) {
                    isKept = try tree.root(ofSize: UInt64(clamping: before.events)).hex == before.root
                } catch {
                    // A tree that cannot be read is found when the log's copy is verified.
                }
            }
            return isKept ? nil : BackupError.older(path: destination.path, events: before.events, ledger: size)
        }
        if let loss { throw loss }
    }

    /// Copies the key and the secret, or those of the backup before where this one is made without them.
    ///
    /// - Returns: The names of what is not in the backup, and is needed to go on with a restored ledger; and of what is that
    ///   of the backup before.
    private func copyKeys(
        to snapshot: String, before: String?
    ) throws(BackupError) -> (missing: [String], carried: [String]) {
        var (missing, carried): ([String], [String]) = ([], [])
        for (path, name) in [(source.publication.key, LedgerLayout.key), (source.secret.path, LedgerLayout.secret)] {
            let target = Array("\(snapshot)/\(name)".utf8)
            let old = before.map { "\(destination.path)/\($0)/\(name)" }
            var isThere = source.withKeys
            if isThere { isThere = try FileBytes.copy(Array(path.utf8), to: target) != nil }
            if !isThere, let old, try FileBytes.copy(Array(old.utf8), to: target) != nil {
                carried.append(name)
                isThere = true
            }
            guard isThere else {
                missing.append(name)
                continue
            }
            // A credential of systemd has another mode.
            guard chmod("\(snapshot)/\(name)", 0o600) == 0 else {
                throw .system(action: "protect", path: FileTree.text(target), code: errno)
            }
        }
        return (missing, carried)
    }

    /// Checks the log's copy against itself.
    private func verify(
        _ database: String, _ created: RecordedTime, snapshot: String, secret: SecretFile?
    ) throws(BackupError) -> Manifest {
        let note = try FileBytes.small("\(destination.path)/\(snapshot)/checkpoint")
        return try withLog { () throws(EventLogError) in
            let (summary, copy) = try LogCopy.verify(database, secret: secret, report) {
                progress(.verify, $0, $1)
            }
            guard summary.findings == 0 else {
                let count = summary.findings
                throw .damaged(path: source.database, count == 1 ? "1 finding" : "\(count) findings")
            }
            return Manifest(
                origin: copy.ledger.origin, created: created, events: Int64(summary.events),
                receipts: try copy.receipts(limit: 1).first?.number ?? 0, root: summary.root.hex,
                checkpoint: note.flatMap(Self.size), snapshot: snapshot, missing: [])
        }
    }

    /// The tree size of a checkpoint; nil if it is none.
    static func size(_ note: [UInt8]) -> UInt64? {
        do throws(MerkleLogError) { return try Checkpoint(text: SignedNote(bytes: note).text).size } catch {
            return nil
        }
    }

    /// Whether one of two paths lies below the other.
    static func overlap(_ ledger: String, _ destination: String) throws(BackupError) -> Bool {
        guard let ledger = resolved(ledger), let destination = resolved(destination) else { return false }
        return (ledger + "/").hasPrefix(destination + "/") || (destination + "/").hasPrefix(ledger + "/")
    }

    /// A path without symbolic links, as far as it exists.
    private static func resolved(_ path: String) -> String? {
        if let found = realpath(path, nil) {
            defer { free(found) }
            return String(cString: found)
        }
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return nil }
        return resolved(String(path[..<slash])).map { $0 + path[slash...] }
    }
}

extension AuditStore {
    /// Receipts whose files retention removes or has removed.
    fileprivate func removals() throws(EventLogError) -> Set<Int64> {
        var receipts: Set<Int64> = []
        try auditor().eachRemoval { receipts.insert($0.receipt) }
        return receipts
    }
}

/// Wraps what the log throws.
func withLog<Result>(_ body: () throws(EventLogError) -> Result) throws(BackupError) -> Result {
    do throws(EventLogError) { return try body() } catch { throw .log(error) }
}
