import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

/// Moves that the log lists with the names of their files.
extension FileErasure {
    /// Waits for a running daemon to move what it has recorded; then the files are found in the archive.
    mutating func awaitMoves(of receipts: Set<Int64>, _ patience: Duration) throws(EventLogError) {
        let end = ContinuousClock.now + patience
        while true {
            let moves = try store.pendingMoves().filter { receipts.contains($0.receipt) }
            guard moves.contains(where: { !isMade($0) }), ContinuousClock.now < end else { return }
            usleep(20_000)
        }
    }

    /// Removes moves from the log that were made, where it must not hold the names of their files any longer.
    mutating func settleMoves() throws(EventLogError) {
        var made: [PendingMove] = []
        for move in try store.pendingMoves() {
            guard let receipt = try store.receipt(number: move.receipt), receipt.withheld != nil else { continue }
            if isMade(move) {
                made.append(move)
            } else {
                report.faults.append(
                    FaultyFile(
                        message: "the file of receipt \(move.receipt) is not moved yet, and ledger.db holds its name",
                        remedy: "see 'storyledger status' for what keeps storyledgerd from moving it"))
            }
        }
        guard !made.isEmpty else { return }
        try store.append(dryRun: false) { transaction throws(EventLogError) in try transaction.settle(made) }
    }

    /// A running daemon makes a copy of a file that waits each time when it looks whether that is due, and removes it again.
    mutating func stillThere(_ found: [Leftover]) -> [Leftover] {
        let prefix = "\(FileName.split(directories.staging).name)/"
        guard found.contains(where: { $0.place.string.hasPrefix(prefix) }) else { return found }
        usleep(300_000)
        guard let staging = open(directories.staging) else { return found }
        let names = Set(list(staging, unfinished: true).files.map { Text("\(prefix)\($0)") })
        return found.filter { !$0.place.string.hasPrefix(prefix) || names.contains($0.place) }
    }

    /// Whether a list of files that the service keeps for itself, such as `intake.json`, has the texts, or a file called after them.
    ///
    /// - Parameter path: Of the list; one that is not there, or cannot be read, has none.
    public func isHeld(byList path: String) -> Bool {
        let (folder, name) = FileName.split(path)
        do throws(FileFault) {
            guard let bytes = try OpenFile(name, in: Directory(path: folder)).read() else { return true }
            return WantedBytes(wanted.texts, wholes: wanted.wholes).areListed(in: bytes)
        } catch {
            return false
        }
    }

    /// A running daemon settles what it has moved some time later.
    mutating func isMade(_ move: PendingMove) -> Bool {
        var isMade = false
        let staging = directories.staging
        attempt { () throws(FileFault) in isMade = try Staging.isMade(move, below: staging) }
        return isMade
    }
}
