import EventLog
import Files
import Glibc
import Inbox
import StoryEvents

/// Brings the mirrored directories of a backup up to the ledger's, and writes the manifest beside.
struct Mirror {
    private let source: BackupSource
    private let destination: BackupDirectory
    /// The files of the backup before, in the order of their paths.
    private var before: ManifestReader?
    private var next: BackedUpFile?
    private let snapshotTaken: RecordedTime
    private var newer: ArchivedPaths
    private var copied: (files: Int64, bytes: Int64) = (0, 0)
    private var leftOut: [BackupWriter.LeftOut] = []

    /// - Parameters:
    ///   - before: The manifest of the backup that is there already.
    ///   - snapshotTaken: A moment before the log was copied.
    ///   - newer: Where files may lie that the log's copy does not know.
    init(
        _ source: BackupSource, _ destination: BackupDirectory, _ before: ManifestReader?,
        snapshotTaken: RecordedTime, newer: ArchivedPaths
    ) {
        self.source = source
        self.destination = destination
        self.before = before
        self.snapshotTaken = snapshotTaken
        self.newer = newer
    }

    /// Copies what has changed, and writes the new manifest, durably, under its draft name.
    ///
    /// - Parameter progress: Called with the number of files seen.
    mutating func run(_ manifest: Manifest, progress: (Int64) -> Void) throws(BackupError) -> BackupWriter.Summary {
        var writer = try ManifestWriter(path: destination.draft, manifest)
        try advance()
        for directory in BackupSource.mirrored {
            try FileTree.visit(
                source.ledger, Array(directory.utf8),
                unread: { path, error throws(BackupError) in
                    guard case .system(let action, _, let code) = error, error.isOfOneFile else { throw error }
                    leave(
                        path + slash, out: "cannot \(action) it: \(SystemReason.text(code))", code,
                        ofRecord: directory != LedgerLayout.quarantine)
                    try keep(path, in: &writer)
                }
            ) { path, facts throws(BackupError) in
                if directory == LedgerLayout.archive, try isNewer(path, facts) { return }
                guard let file = try bring(path, facts) else { return }
                try writer.add(file)
                progress(writer.files)
            }
        }
        try FileTree.visit(destination.path, Array(manifest.snapshot.utf8)) { path, facts throws(BackupError) in
            guard let (hash, bytes) = try FileBytes.digest(full(path)) else {
                throw .system(action: "read", path: FileTree.text(full(path)), code: ENOENT)
            }
            try writer.add(BackedUpFile(path: path, bytes: bytes, modified: facts.modified, sha256: hash))
            copied.files += 1
            copied.bytes += bytes
        }
        try writer.finish()
        return BackupWriter.Summary(
            manifest: manifest, files: writer.files, bytes: writer.bytes, copied: copied.files,
            copiedBytes: copied.bytes, leftOut: leftOut)
    }

    private let slash = [UInt8(ascii: "/")]

    /// Removes mirrored files that the new manifest does not list.
    ///
    /// - Returns: How many.
    func removeOthers() throws(BackupError) -> Int64 {
        var listed = try ManifestReader(destination.path)
        var next = try listed.next()
        var removed: Int64 = 0
        for directory in BackupSource.mirrored {
            try FileTree.visit(destination.path, Array(directory.utf8)) { path, _ throws(BackupError) in
                while let file = next, PathText.isBefore(file.path, path) { next = try listed.next() }
                guard next?.path != path else { return }
                let full = full(path)
                guard FileTree.withPath(full, { unlink($0) }) == 0 || errno == ENOENT else {
                    throw .system(action: "remove", path: FileTree.text(full), code: errno)
                }
                removed += 1
            }
        }
        return removed
    }

    /// Brings one file up to date; nil if the ledger no longer has it.
    private mutating func bring(_ path: [UInt8], _ facts: FileTree.Facts) throws(BackupError) -> BackedUpFile? {
        while let file = next, PathText.isBefore(file.path, path) { try advance() }
        if let file = next, file.path == path, file.isUnchanged(facts), isThere(file) { return file }
        // A file that was refused unread is its producer's: it is no part of the record, and holds up no backup.
        let isRefused = path.starts(with: "\(LedgerLayout.quarantine)/".utf8)
        guard !isRefused || facts.bytes <= InboxSettings.largestFile else {
            leave(path, out: "it was refused, and has \(facts.bytes) bytes")
            return nil
        }
        guard !path.reversed().starts(with: (slash + FileBytes.draft).reversed()) else {
            leave(path, out: "its name is that of a copy which is not finished")
            return nil
        }
        let found: (sha256: [UInt8], bytes: Int64)?
        do throws(BackupError) {
            if let end = path.lastIndex(of: slash[0]) {
                try FileBytes.makeDirectories(Array(path[..<end]), below: destination.path)
            }
            found = try FileBytes.copy([UInt8](source.ledger.utf8) + [UInt8(ascii: "/")] + path, to: full(path))
        } catch {
            guard case .system(let action, _, let code) = error else { throw error }
            if isRefused, [EACCES, EPERM].contains(code) {
                leave(path, out: "it was refused, and cannot be read: \(SystemReason.text(code))", code)
            } else if error.isOfOneFile {
                leave(path, out: "cannot \(action) it: \(SystemReason.text(code))", code, ofRecord: !isRefused)
            } else {
                throw error
            }
            return nil
        }
        guard let (hash, bytes) = found else { return nil }
        copied.files += 1
        copied.bytes += bytes
        return BackedUpFile(path: path, bytes: bytes, modified: facts.modified, sha256: hash)
    }

    /// - Parameter code: The error number with which it cannot be read.
    private mutating func leave(
        _ path: [UInt8], out reason: String, _ code: Int32 = 0, ofRecord isOfRecord: Bool = false
    ) {
        let name = FileTree.text(path.last == slash[0] ? path.dropLast() : path)
        let place = "\(source.ledger)/\(name)"
        let remedy = [EACCES, EPERM].contains(code) ? FileOwner.advice(for: place) : ""
        leftOut.append(
            BackupWriter.LeftOut(path: FileTree.text(path), reason: reason, remedy: remedy, isOfRecord: isOfRecord))
    }

    /// Keeps the copies that the backup before has of what is in a directory, which cannot be looked through now.
    private mutating func keep(_ directory: [UInt8], in writer: inout ManifestWriter) throws(BackupError) {
        let start = directory + slash
        while let file = next, PathText.isBefore(file.path, start) { try advance() }
        while let file = next, file.path.starts(with: start) {
            if isThere(file) { try writer.add(file) }
            try advance()
        }
    }

    private mutating func advance() throws(BackupError) { next = try before?.next() }

    /// Whether the backup has a file with these facts. Its bytes are checked by ``BackupCheck``.
    private func isThere(_ file: BackedUpFile) -> Bool {
        var status = stat()
        return FileTree.withPath(full(file.path), { lstat($0, &status) }) == 0
            && status.st_mode & S_IFMT == S_IFREG && file.isUnchanged(FileTree.Facts(status))
    }

    /// Whether a file was archived after the log was copied: a restored ledger would not know it.
    private mutating func isNewer(_ path: [UInt8], _ facts: FileTree.Facts) throws(BackupError) -> Bool {
        // The clock of files is up to some milliseconds behind.
        guard facts.changed >= snapshotTaken.microseconds - 1_000_000 else { return false }
        do throws(EventLogError) { return try newer.contains(path) } catch { throw .log(error) }
    }

    private func full(_ path: [UInt8]) -> [UInt8] {
        [UInt8](destination.path.utf8) + [UInt8(ascii: "/")] + path
    }
}
