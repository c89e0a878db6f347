import CLinux
import EventLog
import Glibc
import Publication
import StoryEvents

/// Puts a backup in the place of a ledger that is lost or damaged.
///
/// The backup is checked first and copied beside the old ledger's files, which are then set aside, not deleted. The log
/// itself is moved last: after an interruption there is no log, and running it again completes the work. The inbox stays
/// where it is.
public struct Restoration {
    /// What was done.
    public struct Summary: Hashable, Sendable {
        /// What the ledger is restored to.
        public var manifest: Manifest
        /// Where the files of the ledger before are; nil if there were none.
        public var setAside: String?
        /// What the ledger still needs, such as `key` and `secret`.
        public var missing: [String]
        /// Tree size of the checkpoint that readers see.
        public var published: UInt64?
        /// Whether the log does not extend that checkpoint: then nothing is signed until a person has decided.
        public var isBehind: Bool
        /// Whether others may have seen more than the backup holds: no file of the ledger before says what was signed.
        public var mayBeBehind: Bool
        /// Where in the backup the daemon's settings are; nil if it has none.
        public var configuration: String?
        /// Takedowns of the old ledger that came after the backup: the words that they took are back.
        public var undoneTakedowns: [Position]
    }

    private let backup: String
    let ledger: String
    private let secret: SecretFile
    private let places: PublicationDirectories
    private var staging: String { ledger + "/.restoring" }

    /// - Parameters:
    ///   - backup: The backup's directory.
    ///   - ledger: The ledger's directory, an absolute path; it is made if it is missing.
    ///   - secret: Where the ledger's secret is kept.
    public init(_ backup: String, to ledger: String, secret: SecretFile) {
        self.backup = backup
        self.ledger = ledger
        self.secret = secret
        places = PublicationDirectories(ledger: ledger)
    }

    /// Restores the ledger. The caller makes sure that nobody uses it.
    ///
    /// - Parameters:
    ///   - replacingNewer: Whether a ledger with more events than the backup may be replaced.
    ///   - report: Takes what is wrong with the backup.
    ///   - progress: Takes the number of files checked or copied.
    /// - Throws: ``BackupError``; the old ledger is untouched if the backup is not whole.
    public func run(
        replacingNewer: Bool, report: @escaping (BackupCheck.BackupFinding) -> Void,
        progress: @escaping (Int64) -> Void = { _ in }
    ) throws(BackupError) -> Summary {
        try refuseBackups()
        let manifest = try BackupCheck(backup, report: report, progress: progress).run().manifest
        let published = publishedSize()
        let (undone, isOther) = try check(manifest, published, replacingNewer)
        // A head that came from a backup says nothing of what the lost machine has signed since.
        let restored = size(of: "\(ledger)/\(LedgerLayout.restoredHead)")
        let mayBeBehind = isOther || published.map { size in restored.map { $0 >= size } ?? false } ?? true
        try refuseMounts()
        try makeDirectory(ledger)
        try BackupDirectory.removeFiles(staging)
        try makeDirectory(staging)
        let hasConfiguration = try copyFiles(manifest, progress)
        // What readers have seen is never taken back.
        let keepsPublic = (published ?? 0) > (manifest.checkpoint ?? 0)
        let isBehind = keepsPublic ? published ?? 0 > UInt64(clamping: manifest.events) : try !publish(manifest)
        if mayBeBehind, !keepsPublic { try noteHead() }
        try sync()
        let setAside = try exchange(keepsPublic: keepsPublic, keepsKey: !isOther)
        try sync()
        return Summary(
            manifest: manifest, setAside: setAside,
            missing: manifest.missingFiles.filter { !isThere("\(ledger)/\($0)") },
            published: keepsPublic ? published : manifest.checkpoint, isBehind: isBehind,
            mayBeBehind: mayBeBehind,
            configuration: hasConfiguration ? "\(manifest.snapshot)/configuration" : nil, undoneTakedowns: undone)
    }

    /// The largest tree size that the ledger's files say is signed; nil if none does.
    private func publishedSize() -> UInt64? {
        [places.head, places.checkpoint].compactMap(size).max()
    }

    /// The tree size of a checkpoint; nil where there is none that can be read.
    private func size(of path: String) -> UInt64? {
        do throws(BackupError) { return try FileBytes.small(path).flatMap(BackupWriter.size) } catch { return nil }
    }

    /// Notes for the next restore that the head comes from the backup.
    private func noteHead() throws(BackupError) {
        let note = Array("\(staging)/\(LedgerLayout.restoredHead)".utf8)
        guard try FileBytes.copy(Array("\(staging)/\(LedgerLayout.head)".utf8), to: note) != nil else { return }
        try settle(note)
    }

    /// Refuses to restore over a backup.
    private func refuseBackups() throws(BackupError) {
        let isBackup = isThere("\(ledger)/\(Manifest.name)") || BackupDirectory.isInsideAnother(ledger)
        let overlaps = try BackupWriter.overlap(ledger, backup)
        if isBackup || overlaps { throw .isABackup(path: ledger) }
    }

    /// Refuses a directory in the ledger that is a file system of its own: it could not be set aside.
    private func refuseMounts() throws(BackupError) {
        var root = stat()
        guard stat(ledger, &root) == 0 else { return }
        for name in [LedgerLayout.archive, LedgerLayout.quarantine, LedgerLayout.published] {
            var facts = stat()
            guard lstat("\(ledger)/\(name)", &facts) == 0, facts.st_dev != root.st_dev else { continue }
            throw .system(action: "set aside", path: "\(ledger)/\(name)", code: EXDEV)
        }
    }

    /// Refuses to replace another ledger, or a newer one. Another one without events, such as a new machine's own, is replaced.
    ///
    /// - Returns: The takedowns that are not in the backup, and whether another ledger is replaced.
    private func check(
        _ manifest: Manifest, _ published: UInt64?, _ replacingNewer: Bool
    ) throws(BackupError) -> (undone: [Position], isOther: Bool) {
        var events = Int64(clamping: published ?? 0)
        let old = oldLog()
        if let old {
            guard old.origin.utf8.elementsEqual(manifest.origin.utf8) else {
                guard old.events == 0, events == 0 else {
                    throw .otherLedger(path: backup, found: manifest.origin, expected: old.origin)
                }
                return ([], true)
            }
            events = max(events, old.events)
        }
        guard events <= manifest.events || replacingNewer else {
            throw .newer(ledger: ledger, events: events, backup: manifest.events)
        }
        return (Set(old?.takedowns ?? []).filter { $0.value >= manifest.events }.sorted(), false)
    }

    /// The old log's name and size; nil if it is lost or damaged, which is what restoring is for.
    private func oldLog() -> (origin: String, events: Int64, takedowns: [Position])? {
        do throws(EventLogError) {
            let store = try SQLiteEventStore(path: "\(ledger)/\(LedgerLayout.log)", access: .readOnly, secret: secret)
            return (store.ledger.origin, try store.size(), Array(try store.withheldContent().takedowns.values))
        } catch {
            return nil
        }
    }

    /// Copies everything but the public log into the staging directory.
    ///
    /// - Returns: Whether the backup has the daemon's settings, which are left out.
    private func copyFiles(_ manifest: Manifest, _ progress: (Int64) -> Void) throws(BackupError) -> Bool {
        var reader = try ManifestReader(backup)
        let snapshot = Array("\(manifest.snapshot)/".utf8)
        var (count, hasConfiguration) = (Int64(0), false)
        while let file = try reader.next() {
            let isOfSnapshot = file.path.starts(with: snapshot)
            let name = isOfSnapshot ? Array(file.path.dropFirst(snapshot.count)) : file.path
            // They are not of the ledger's directory: a person puts them where they belong.
            guard !name.starts(with: "configuration/".utf8) else {
                hasConfiguration = true
                continue
            }
            try makeParents(of: name)
            let target = [UInt8](staging.utf8) + [UInt8(ascii: "/")] + name
            let source = [UInt8](backup.utf8) + [UInt8(ascii: "/")] + file.path
            let copied = try FileBytes.copy(source, to: target)
            guard copied?.sha256 == file.sha256 else {
                throw .damaged(path: backup, findings: 1)
            }
            try settle(target)
            count += 1
            progress(count)
        }
        return hasConfiguration
    }

    /// Writes the public log as readers saw it when the backup was made.
    ///
    /// - Returns: Whether the log extends it. If not, only the checkpoint is written: it keeps the log from being signed.
    private func publish(_ manifest: Manifest) throws(BackupError) -> Bool {
        let draft = "\(staging)/checkpoint"
        guard let note = try FileBytes.small(draft) else { return true }
        defer { for ending in ["-wal", "-shm"] { unlink("\(staging)/\(LedgerLayout.log)" + ending) } }
        let target = PublicationDirectories(ledger: staging)
        let store = try withLog { () throws(EventLogError) in
            try SQLiteEventStore(path: "\(staging)/\(LedgerLayout.log)", access: .readOnly, secret: secret)
        }
        do throws(PublicationError) { try Publisher.rewrite(note, of: store, to: target) } catch {
            guard error.isOfOtherHistory else { throw .publication(error.message) }
            try BackupDirectory.removeFiles(target.published)
            guard LedgerFile.makeDirectory(target.published, mode: 0o755), rename(draft, target.checkpoint) == 0 else {
                throw .system(action: "write", path: target.checkpoint, code: errno)
            }
            return false
        }
        guard unlink(draft) == 0 else { throw .system(action: "remove", path: draft, code: errno) }
        return true
    }

    /// Sets the old ledger's files aside, and moves the restored ones into their place, the log last.
    ///
    /// - Parameter keepsKey: Whether the key that is there stays: it may be that of a later name of the log.
    /// - Returns: Where the old files are; nil if there were none.
    private func exchange(keepsPublic: Bool, keepsKey: Bool) throws(BackupError) -> String? {
        var restored = Set(try BackupDirectory.names(in: staging))
        if keepsKey, isThere("\(ledger)/\(LedgerLayout.key)") { restored.remove(LedgerLayout.key) }
        if keepsPublic {
            for name in [LedgerLayout.published, LedgerLayout.head, "checkpoint"] { restored.remove(name) }
        }
        let derived = [LedgerLayout.log, LedgerLayout.views].flatMap { [$0, "\($0)-wal", "\($0)-shm"] }
        let whole =
            // What the background check found was of the old log.
            [LedgerLayout.archive, LedgerLayout.quarantine, LedgerLayout.check]
            + (keepsPublic ? [] : [LedgerLayout.published, LedgerLayout.head, LedgerLayout.restoredHead])
            + (keepsKey ? [] : [LedgerLayout.key, LedgerLayout.secret])
        // The log first: from here on until the end, nothing takes the directory for a ledger.
        let old = derived + (Set(whole).union(restored).subtracting(derived)).sorted()
        var place: String?
        for name in old where isThere("\(ledger)/\(name)") {
            if place == nil { place = try makeSetAside() }
            guard let place else { break }
            try move("\(ledger)/\(name)", to: "\(place)/\(name)")
        }
        for name in restored.subtracting([LedgerLayout.log]).sorted() {
            try move("\(staging)/\(name)", to: "\(ledger)/\(name)")
        }
        try sync()
        try move("\(staging)/\(LedgerLayout.log)", to: "\(ledger)/\(LedgerLayout.log)")
        try BackupDirectory.removeFiles(staging)
        guard rmdir(staging) == 0 else { throw .system(action: "remove", path: staging, code: errno) }
        return place
    }

    private func move(_ path: String, to target: String) throws(BackupError) {
        guard rename(path, target) == 0 else { throw .system(action: "move", path: path, code: errno) }
    }

    private func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    private func makeDirectory(_ path: String) throws(BackupError) {
        guard LedgerFile.makeDirectory(path) else { throw .system(action: "make", path: path, code: errno) }
    }

    private func makeParents(of name: [UInt8]) throws(BackupError) {
        var path = [UInt8](staging.utf8)
        for part in name.split(separator: UInt8(ascii: "/")).dropLast() {
            path += [UInt8(ascii: "/")] + part
            // Web servers read the public log.
            let mode: mode_t = name.starts(with: "public/".utf8) ? 0o755 : 0o750
            guard LedgerFile.makeDirectory(FileTree.text(path), mode: mode) else {
                throw .system(action: "make", path: FileTree.text(path), code: errno)
            }
        }
    }

    /// Gives a file the owner and the group of the ledger's directory, and keeps its mode.
    func settle(_ path: [UInt8], mode: mode_t? = nil) throws(BackupError) {
        let name = FileTree.text(path)
        let descriptor = FileTree.withPath(path) { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        guard descriptor >= 0 else { throw .system(action: "open", path: name, code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, LedgerFile.settle(descriptor, name, mode: mode ?? status.st_mode & 0o777)
        else { throw .system(action: "give its owner to", path: name, code: errno) }
    }

    private func sync() throws(BackupError) {
        let descriptor = open(ledger, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(action: "open", path: ledger, code: errno) }
        defer { close(descriptor) }
        guard clinux_sync_file_system(descriptor) == 0 else {
            throw .system(action: "sync", path: ledger, code: errno)
        }
    }
}
