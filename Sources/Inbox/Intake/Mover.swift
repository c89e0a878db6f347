import EventLog
import Glibc
import Logging

/// A file whose receipt is durable, on its way out of the inbox.
struct Move {
    /// From where to where; once it is made, where the file really went.
    var pending: PendingMove
    let place: Place
    let receipt: Receipt
    let source: Directory
    /// What the file was when it was read: what is there now, if it differs, is another file.
    let facts: FileFacts
}

/// Moves recorded files out of the inbox. What fails is tried again; nothing is moved that was not recorded.
final class Mover {
    let shelves: Shelves
    let store: any EventStore
    let logger: Logger
    /// Moves to make, or made and not durable yet.
    private var due: [Move] = []
    /// Moves that fail for reasons of their own: of one file or one directory.
    private(set) var stuck: [Move] = []
    /// Moves that are made, and that the ledger still knows.
    private(set) var made: [PendingMove] = []

    private var said: Set<Int64> = []

    /// From how many reason files on one sync of the file system is cheaper than one for each.
    private static let manyReasons = 8

    init(_ shelves: Shelves, _ store: any EventStore, _ logger: Logger) {
        self.shelves = shelves
        self.store = store
        self.logger = logger
    }

    func add(_ moves: [Move]) { due += moves }

    /// Notes a move that needs no making.
    func noteMade(_ move: PendingMove) { made.append(move) }

    /// Forgets moves that the ledger has forgotten.
    func forget(_ settled: [PendingMove]) { made.removeFirst(settled.count) }

    /// Tries stuck moves again.
    func retryStuck() {
        due = stuck + due
        stuck = []
    }

    /// Makes all moves and makes them durable.
    ///
    /// - Throws: ``FileFault`` that concerns more than one file. Calling again goes on from there.
    func run() throws(FileFault) {
        guard !due.isEmpty else { return }
        try writeReasons()
        var moved: [Move] = []
        var failed: [Move] = []
        var fault: FileFault?
        for move in due {
            do throws(FileFault) {
                moved.append(try made(move))
            } catch let error where error.isOfOneFile {
                failed.append(move)
                fault = error
            }
        }
        say(failed, fault)
        try eraseWithheld(from: moved.filter(\.mayHoldWithheld).map(\.pending))
        try sync(moved)
        made += moved.map(\.pending)
        stuck += failed
        due = []
        shelves.clear()
    }

    /// Makes a move.
    ///
    /// - Returns: The move as it was made: to another name where the one meant for it is taken.
    private func made(_ move: Move) throws(FileFault) -> Move {
        guard var target = Target(path: move.pending.to) else { return move }
        guard let facts = try move.source.facts(of: move.place.name), facts.holdsSameContents(as: move.facts) else {
            // Moved before, or its producer has put another file in its place, which is taken next.
            try removeReasonOfNothing(target)
            return move
        }
        let shelf = try shelves.directory(target.shelf)
        while true {
            do throws(FileFault) {
                try move.source.move(move.place.name, to: shelf, as: target.name)
                break
            } catch let error where error.code == EEXIST {
                target = shelves.promise(move.place, move.receipt)
                try writeReason(move, target, sync: true)
            } catch let error where error.code == ENOENT {
                // The file is gone, unless it is the shelf.
                guard try move.source.facts(of: move.place.name) == nil else { throw error }
                return move
            }
        }
        if let moved = try shelf.facts(of: target.name), moved.inode != move.facts.inode {
            // Its producer replaced it at that very moment: what was moved was not taken yet, so it goes back.
            try putBack(target.name, from: shelf, move)
        }
        var made = move
        made.pending.to = target.path
        return made
    }

    /// Says of files once that they cannot be moved.
    private func say(_ failed: [Move], _ fault: FileFault?) {
        let new = failed.filter { !said.contains($0.pending.receipt) }
        said = Set(failed.map(\.pending.receipt))
        guard let fault, let first = new.first else { return }
        logger.warning(
            "recorded, but still in the inbox",
            metadata: [
                "files": "\(new.count)", "first": "\(first.place.text)", "reason": "\(fault.message)",
                "remedy": "\(fault.remedy)",
            ])
    }

    private func removeReasonOfNothing(_ target: Target) throws(FileFault) {
        guard target.shelf == .quarantine else { return }
        let quarantine = try shelves.directory(.quarantine)
        if try quarantine.facts(of: target.name) == nil { try quarantine.remove(ReasonFile.name(of: target.name)) }
    }

    private func putBack(_ name: FileName, from shelf: Directory, _ move: Move) throws(FileFault) {
        do throws(FileFault) {
            try shelf.move(name, to: move.source, as: move.place.name)
        } catch let error where error.code == EEXIST {
            let other = move.place.name.numbered(move.receipt.number, FileName.longest)
            try shelf.move(name, to: move.source, as: other)
        }
    }

    private func writeReasons() throws(FileFault) {
        let refused = due.filter { $0.receipt.outcome == .quarantined }
        guard !refused.isEmpty else { return }
        let isMany = refused.count > Self.manyReasons
        for move in refused {
            guard let target = Target(path: move.pending.to) else { continue }
            try writeReason(move, target, sync: !isMany)
        }
        if isMany { try shelves.directory(.quarantine).syncFileSystem() }
    }

    private func writeReason(_ move: Move, _ target: Target, sync: Bool) throws(FileFault) {
        guard target.shelf == .quarantine else { return }
        try shelves.directory(.quarantine).write(
            ReasonFile.bytes(move.receipt), to: ReasonFile.name(of: target.name), sync: sync)
    }

    /// Once for each directory, not for each file.
    private func sync(_ moved: [Move]) throws(FileFault) {
        var synced: Set<ObjectIdentifier> = []
        for move in moved {
            guard let target = Target(path: move.pending.to) else { continue }
            for directory in [try shelves.directory(target.shelf), move.source]
            where synced.insert(ObjectIdentifier(directory)).inserted {
                try directory.sync()
            }
        }
    }
}
