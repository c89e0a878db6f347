import CanonicalJSON
import EventLog
import Glibc
import Logging

/// Moves recorded files: the copy to the archive or the quarantine, the original out of the inbox. Failures are
/// retried; nothing is moved that was not recorded.
final class Mover {
    let shelves: DestinationDirectories
    let staging: Staging
    let tree: FolderTree
    let store: any EventStore
    let logger: Logger
    /// Moves that are to be made, or were made and are not durable yet.
    private var due: [Recorded.File] = []
    /// Moves that failed because of one file or one directory.
    private(set) var stuck: [Recorded.File] = []
    /// When they are retried.
    private(set) var retry = Retry.ofRecordedFiles
    /// Made moves that the log still lists.
    private(set) var made: [PendingMove] = []

    /// Whether the producer of a file may be told what was withheld of stories that a source has published.
    var mayKnow: (Place, _ publisher: Text) -> Bool = { _, _ in false }

    /// Whether the log lists, or its write-ahead log has listed, moves of files whose names a takedown has taken.
    var listsWithheldNames = false

    private var said: Set<Int64> = []

    init(
        _ shelves: DestinationDirectories, _ staging: Staging, _ tree: FolderTree, _ store: any EventStore,
        _ logger: Logger
    ) {
        self.shelves = shelves
        self.staging = staging
        self.tree = tree
        self.store = store
        self.logger = logger
    }

    func add(_ files: [Recorded.File]) { due += files }

    /// Adds a move that was made already.
    func noteMade(_ move: PendingMove) { made.append(move) }

    /// Removes moves that the log no longer lists.
    func forget(_ settled: [PendingMove]) { made.removeFirst(settled.count) }

    /// Retries stuck moves, with growing pauses.
    func retryStuck(uptime: Duration) {
        guard !stuck.isEmpty else { return retry.noteSuccess() }
        guard uptime >= retry.at else { return }
        retry.noteTry(uptime: uptime)
        due = stuck + due
        stuck = []
    }

    /// Makes all moves, durably.
    ///
    /// - Throws: ``FileFault`` that concerns more than one file. Another call continues from there.
    func run() throws(FileFault) {
        guard !due.isEmpty else { return }
        defer { close() }
        try writeReasons()
        var filed: [Filed] = []
        var failed: [Recorded.File] = []
        var fault: FileFault?
        for file in due {
            do throws(FileFault) {
                filed.append(try make(file))
            } catch let error where error.isOfOneFile {
                failed.append(file)
                fault = error
            }
        }
        say(failed, fault)
        try eraseWithheld(from: filed)
        try sync(filed)
        made += filed.map(\.move)
        stuck += failed
        due = []
    }

    /// Closes directories, so that a removed one is made again.
    func close() {
        shelves.clear()
        staging.close()
        tree.closeAll()
    }

    private func make(_ file: Recorded.File) throws(FileFault) -> Filed {
        // The log may hold a path that this program does not write.
        guard let target = Destination(path: file.move.to) else {
            return Filed(move: file.move, mayRepeat: true, isRefused: file.receipt.outcome == .quarantined)
        }
        guard file.hasCopy else { return try moveOriginal(file, to: target) }
        let filed = try moveCopy(file, to: target)
        try removeOriginal(file)
        return filed
    }

    private func moveCopy(_ file: Recorded.File, to wanted: Destination) throws(FileFault) -> Filed {
        var target = wanted
        // A refused file may be corrected in quarantine.
        let mode: mode_t? = target.shelf == .quarantine ? 0o640 : nil
        while true {
            do throws(FileFault) {
                let shelf = try shelves.directory(target.shelf)
                _ = try staging.move(file.place, inode: file.move.inode, to: shelf, as: target.name, mode: mode)
                return Filed(file, at: target)
            } catch let error where error.code == EEXIST {
                target = shelves.promise(file.place, file.receipt)
                try writeReason(file, target, sync: true)
            }
        }
    }

    private func removeOriginal(_ file: Recorded.File) throws(FileFault) {
        guard let original = file.original else { return }
        let (folder, receipt) = (try open(file.place.folder), file.move.receipt)
        if let folder, let facts = try folder.facts(of: file.place.name), try isRecorded(facts, file, in: folder) {
            _ = try staging.remove(file.place, in: folder, receipt: receipt) { $0.isSameFile(as: original) }
        } else {
            // An earlier attempt may have moved the original and failed to remove it.
            try staging.finishRemoval(file.place, in: folder, receipt: receipt) { $0.isSameFile(as: original) }
        }
    }

    /// Whether a file in the inbox is the one that was read. A producer can write other bytes of the same length and set the
    /// time of modification back, but not that of the change: then the bytes decide.
    private func isRecorded(_ facts: FileFacts, _ file: Recorded.File, in folder: Directory) throws(FileFault) -> Bool {
        guard let original = file.original, facts.isSameFile(as: original) else { return false }
        guard facts.kind == .regular, facts.changed != original.changed else { return true }
        return try folder.sha256(of: file.place.name) == file.receipt.sha256
    }

    /// Moves a file that was refused unread to quarantine itself.
    private func moveOriginal(_ file: Recorded.File, to wanted: Destination) throws(FileFault) -> Filed {
        var target = wanted
        guard let original = file.original, let folder = try open(file.place.folder),
            let facts = try folder.facts(of: file.place.name), facts.isSameFile(as: original)
        else {
            try removeReasonOfNothing(target)
            return Filed(file, at: target)
        }
        let shelf = try shelves.directory(target.shelf)
        while true {
            do throws(FileFault) {
                try folder.move(file.place.name, to: shelf, as: target.name)
                break
            } catch let error where error.code == EEXIST {
                target = shelves.promise(file.place, file.receipt)
                try writeReason(file, target, sync: true)
            }
        }
        if let moved = try shelf.facts(of: target.name), moved.inode != original.inode {
            // Its producer replaced it in the meantime: the moved file was not recorded, so it goes back.
            try putBack(target.name, from: shelf, to: folder, file)
        }
        return Filed(file, at: target)
    }

    /// - Returns: nil if the folder is gone.
    private func open(_ folder: Folder) throws(FileFault) -> Directory? {
        do throws(FileFault) { return try tree.open(folder) } catch {
            guard [ENOENT, ENOTDIR, ELOOP].contains(error.code) else { throw error }
            return nil
        }
    }

    /// Logs once that files cannot be moved.
    private func say(_ failed: [Recorded.File], _ fault: FileFault?) {
        let new = failed.filter { !said.contains($0.move.receipt) }
        said = Set((stuck + failed).map(\.move.receipt))
        guard let fault, let first = new.first else { return }
        logger.warning(
            "recorded, but still in the inbox",
            metadata: [
                "files": "\(new.count)", "first": "\(first.place.text)", "reason": "\(fault.message)",
                "remedy": "\(fault.remedy)",
            ])
    }

    private func removeReasonOfNothing(_ target: Destination) throws(FileFault) {
        guard target.shelf == .quarantine else { return }
        let quarantine = try shelves.directory(.quarantine)
        if try quarantine.facts(of: target.name) == nil { try quarantine.remove(ReasonFile.name(of: target.name)) }
    }

    private func putBack(
        _ name: FileName, from shelf: Directory, to folder: Directory, _ file: Recorded.File
    ) throws(FileFault) {
        do throws(FileFault) {
            try shelf.move(name, to: folder, as: file.place.name)
        } catch let error where error.code == EEXIST {
            let other = file.place.name.numbered(file.receipt.number, FileName.longest)
            try shelf.move(name, to: folder, as: other)
        }
    }

    private func writeReasons() throws(FileFault) {
        // A move that was tried before has its reason file already.
        let refused = due.filter { $0.receipt.outcome == .quarantined && !said.contains($0.move.receipt) }
        guard !refused.isEmpty else { return }
        let isMany = refused.count > Staging.manyFiles
        for file in refused {
            guard let target = Destination(path: file.move.to) else { continue }
            try writeReason(file, target, sync: !isMany)
        }
        if isMany { try shelves.directory(.quarantine).syncFileSystem() }
    }

    private func writeReason(_ file: Recorded.File, _ target: Destination, sync: Bool) throws(FileFault) {
        guard target.shelf == .quarantine else { return }
        try shelves.directory(.quarantine).write(
            ReasonFile.bytes(file.receipt), to: ReasonFile.name(of: target.name), sync: sync)
    }

    /// Syncs each directory once, not for each file; the file system once if that is cheaper.
    private func sync(_ filed: [Filed]) throws(FileFault) {
        let shelved = Set(filed.compactMap { Destination(path: $0.move.to)?.shelf })
        let folders = Set(filed.map(\.folder))
        guard shelved.count + folders.count <= Staging.manyFiles else { return try shelves.syncFileSystem() }
        for shelf in shelved { try shelves.directory(shelf).sync() }
        for folder in folders { try open(folder)?.sync() }
    }
}

extension FileFacts {
    /// Whether these are attributes of one file with the same contents, even if it was moved.
    ///
    /// A name that is not a regular file has no contents.
    func isSameFile(as other: FileFacts) -> Bool {
        guard kind == other.kind, device == other.device, inode == other.inode else { return false }
        return kind != .regular || holdsSameContents(as: other)
    }
}
