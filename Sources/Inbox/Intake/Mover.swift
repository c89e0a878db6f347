import EventLog
import Glibc
import Logging

/// A file with a durable receipt that leaves the inbox.
struct Move {
    /// Its source and destination; after the move, the actual destination.
    var pending: PendingMove
    let place: Place
    let receipt: Receipt
    /// Whether the service's own copy is filed and the original removed; otherwise the file itself is moved.
    let hasCopy: Bool
    /// The attributes of the original as it was read: a file with others is another file. nil if it is gone.
    let original: FileFacts?
}

/// Moves recorded files: the copy to the archive or the quarantine, the original out of the inbox. Failures are
/// retried; nothing is moved that was not recorded.
final class Mover {
    let shelves: DestinationDirectories
    let staging: Staging
    let tree: FolderTree
    let store: any EventStore
    let logger: Logger
    /// Moves that are to be made, or were made and are not durable yet.
    private var due: [Move] = []
    /// Moves that failed because of one file or one directory.
    private(set) var stuck: [Move] = []
    /// When they are retried, and the last pause.
    private var retry: (at: Duration, pause: Duration) = (.zero, firstPause)
    /// Made moves that the log still lists.
    private(set) var made: [PendingMove] = []

    private var said: Set<Int64> = []

    private static let firstPause: Duration = .seconds(10)
    private static let longestPause: Duration = .seconds(600)

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

    func add(_ moves: [Move]) { due += moves }

    /// Adds a move that was made already.
    func noteMade(_ move: PendingMove) { made.append(move) }

    /// Removes moves that the log no longer lists.
    func forget(_ settled: [PendingMove]) { made.removeFirst(settled.count) }

    /// Retries stuck moves, with growing pauses.
    func retryStuck(uptime: Duration) {
        guard !stuck.isEmpty else { return retry.pause = Self.firstPause }
        guard uptime >= retry.at else { return }
        retry = (uptime + retry.pause, min(retry.pause * 2, Self.longestPause))
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
        var moved: [Move] = []
        var failed: [Move] = []
        var fault: FileFault?
        for move in due {
            do throws(FileFault) {
                moved.append(try make(move))
            } catch let error where error.isOfOneFile {
                failed.append(move)
                fault = error
            }
        }
        say(failed, fault)
        try eraseWithheld(from: moved.map { ($0.pending, $0.mayRepeat) })
        try sync(moved)
        made += moved.map(\.pending)
        stuck += failed
        due = []
    }

    /// Closes directories, so that a removed one is made again.
    func close() {
        shelves.clear()
        staging.close()
        tree.closeAll()
    }

    /// Makes a move.
    ///
    /// - Returns: The move as it was made, with another name if the intended one was taken.
    private func make(_ move: Move) throws(FileFault) -> Move {
        guard let target = Destination(path: move.pending.to) else { return move }
        guard move.hasCopy else { return try moveOriginal(move, to: target) }
        let made = try file(move, to: target)
        try removeOriginal(move)
        return made
    }

    private func file(_ move: Move, to wanted: Destination) throws(FileFault) -> Move {
        var (target, made) = (wanted, move)
        // A refused file may be corrected in quarantine.
        let mode: mode_t? = target.shelf == .quarantine ? 0o640 : nil
        while true {
            do throws(FileFault) {
                let shelf = try shelves.directory(target.shelf)
                _ = try staging.move(
                    move.place, inode: move.pending.inode, to: shelf, as: target.name, mode: mode)
                made.pending.to = target.path
                return made
            } catch let error where error.code == EEXIST {
                target = shelves.promise(move.place, move.receipt)
                try writeReason(move, target, sync: true)
            }
        }
    }

    private func removeOriginal(_ move: Move) throws(FileFault) {
        guard let original = move.original else { return }
        let (folder, receipt) = (try open(move.place.folder), move.pending.receipt)
        if let folder, let facts = try folder.facts(of: move.place.name), facts.isSameFile(as: original) {
            _ = try staging.remove(move.place, in: folder, receipt: receipt) { $0.isSameFile(as: original) }
        } else {
            // An earlier attempt may have moved the original and failed to remove it.
            try staging.finishRemoval(move.place, in: folder, receipt: receipt) { $0.isSameFile(as: original) }
        }
    }

    /// Moves a file that was refused unread to quarantine itself.
    private func moveOriginal(_ move: Move, to wanted: Destination) throws(FileFault) -> Move {
        var (target, made) = (wanted, move)
        guard let original = move.original, let folder = try open(move.place.folder),
            let facts = try folder.facts(of: move.place.name), facts.isSameFile(as: original)
        else {
            try removeReasonOfNothing(target)
            return move
        }
        let shelf = try shelves.directory(target.shelf)
        while true {
            do throws(FileFault) {
                try folder.move(move.place.name, to: shelf, as: target.name)
                break
            } catch let error where error.code == EEXIST {
                target = shelves.promise(move.place, move.receipt)
                try writeReason(move, target, sync: true)
            }
        }
        if let moved = try shelf.facts(of: target.name), moved.inode != original.inode {
            // Its producer replaced it in the meantime: the moved file was not recorded, so it goes back.
            try putBack(target.name, from: shelf, to: folder, move)
        }
        made.pending.to = target.path
        return made
    }

    /// - Returns: nil if the folder is gone.
    private func open(_ folder: Folder) throws(FileFault) -> Directory? {
        do throws(FileFault) { return try tree.open(folder) } catch {
            guard [ENOENT, ENOTDIR, ELOOP].contains(error.code) else { throw error }
            return nil
        }
    }

    /// Logs once that files cannot be moved.
    private func say(_ failed: [Move], _ fault: FileFault?) {
        let new = failed.filter { !said.contains($0.pending.receipt) }
        said = Set((stuck + failed).map(\.pending.receipt))
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
        _ name: FileName, from shelf: Directory, to folder: Directory, _ move: Move
    ) throws(FileFault) {
        do throws(FileFault) {
            try shelf.move(name, to: folder, as: move.place.name)
        } catch let error where error.code == EEXIST {
            let other = move.place.name.numbered(move.receipt.number, FileName.longest)
            try shelf.move(name, to: folder, as: other)
        }
    }

    private func writeReasons() throws(FileFault) {
        // A move that was tried before has its reason file already.
        let refused = due.filter { $0.receipt.outcome == .quarantined && !said.contains($0.pending.receipt) }
        guard !refused.isEmpty else { return }
        let isMany = refused.count > Staging.manyFiles
        for move in refused {
            guard let target = Destination(path: move.pending.to) else { continue }
            try writeReason(move, target, sync: !isMany)
        }
        if isMany { try shelves.directory(.quarantine).syncFileSystem() }
    }

    private func writeReason(_ move: Move, _ target: Destination, sync: Bool) throws(FileFault) {
        guard target.shelf == .quarantine else { return }
        try shelves.directory(.quarantine).write(
            ReasonFile.bytes(move.receipt), to: ReasonFile.name(of: target.name), sync: sync)
    }

    /// Syncs each directory once, not for each file; the file system once if that is cheaper.
    private func sync(_ moved: [Move]) throws(FileFault) {
        let shelved = Set(moved.compactMap { Destination(path: $0.pending.to)?.shelf })
        let folders = Set(moved.map(\.place.folder))
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
