import Crypto
import EventLog
import Glibc

/// The moves that a killed process has left, and their files.
struct LeftMoves {
    private let staging: Staging
    private let tree: FolderTree
    private let shelves: DestinationDirectories
    private let store: any EventStore
    private let maximumFileBytes: Int64

    init(
        _ staging: Staging, _ tree: FolderTree, _ shelves: DestinationDirectories, _ store: any EventStore,
        maximumFileBytes: Int64
    ) {
        self.staging = staging
        self.tree = tree
        self.shelves = shelves
        self.store = store
        self.maximumFileBytes = maximumFileBytes
    }

    /// A move that was made.
    func filed(_ move: PendingMove) throws -> Filed {
        let receipt = try store.receipt(number: move.receipt)
        return Filed(
            move: move, mayRepeat: !(receipt?.isRefusedUnread ?? false), isRefused: receipt?.outcome == .quarantined)
    }
    /// The move that is still to be made; nil if it was made, or if another file has taken the place.
    func leftover(_ pending: PendingMove) throws -> Recorded.File? {
        let place = Place(path: pending.from)
        guard let receipt = try store.receipt(number: pending.receipt) else { return nil }
        let folder = try openIfThere(place.folder)
        let isOriginal = { (facts: FileFacts) in facts.inode == pending.inode }
        try staging.finishRemoval(place, in: folder, receipt: pending.receipt, isOriginal: isOriginal)
        let hasCopy = try hasCopy(pending, place, receipt)
        let original = try original(of: pending, place, receipt, folder)
        guard hasCopy || original != nil else { return nil }
        // A file that was refused unread is moved itself.
        let isMoved = !hasCopy && receipt.sha256.isEmpty && original?.facts.kind == .regular
        if !hasCopy, !isMoved, let bytes = original?.bytes, try !isFiled(pending) {
            // The copy is gone, so the original is the only one left.
            try staging.write(bytes, of: place, inode: pending.inode, sync: true)
            try staging.sync(all: false)
        }
        return Recorded.File(
            move: pending, place: place, receipt: receipt, hasCopy: !isMoved, original: original?.facts)
    }

    /// Whether the copy of a recorded file is there. The next file of the same name may have the inode of one that was
    /// removed, and so a part of its copy may have this name: the bytes decide.
    private func hasCopy(_ pending: PendingMove, _ place: Place, _ receipt: Receipt) throws -> Bool {
        guard !receipt.sha256.isEmpty, receipt.withheld == nil else {
            return try staging.holds(place, inode: pending.inode)
        }
        return try staging.sha256(of: place, inode: pending.inode) == receipt.sha256
    }

    private func isFiled(_ pending: PendingMove) throws(FileFault) -> Bool {
        guard let target = Destination(path: pending.to) else { return true }
        return try shelves.directory(target.shelf).facts(of: target.name) != nil
    }

    private func openIfThere(_ folder: Folder) throws(FileFault) -> Directory? {
        do throws(FileFault) { return try tree.open(folder) } catch {
            guard error.isOfOneFile || error.code == ENOENT else { throw error }
            return nil
        }
    }

    /// The file of a receipt, if it is still in the inbox, and its bytes if they are the recorded ones.
    private func original(
        of pending: PendingMove, _ place: Place, _ receipt: Receipt, _ folder: Directory?
    ) throws(FileFault) -> (facts: FileFacts, bytes: [UInt8]?)? {
        guard let folder, let facts = try folder.facts(of: place.name), facts.inode == pending.inode else { return nil }
        // Without the hash the file cannot be identified, so it is taken again.
        guard receipt.withheld == nil else { return nil }
        // A file that was refused unread is identified by its time alone.
        guard !receipt.sha256.isEmpty, facts.kind == .regular else {
            return facts.isOlder(than: receipt, by: 0) ? (facts, nil) : nil
        }
        guard facts.bytes <= maximumFileBytes else { return nil }
        let bytes: [UInt8]?
        do throws(FileFault) { bytes = try OpenFile(place.name, in: folder).read() } catch let error
            where error.isOfOneFile
        {
            return (facts, nil)
        }
        guard let bytes else { return nil }
        if SHA256.hash(data: bytes).bytes == receipt.sha256 { return (facts, bytes) }
        return isCutShort(facts, bytes, receipt) ? (facts, nil) : nil
    }

    /// Whether a power cut has taken bytes of a file that was never synced. A file that was changed after it was
    /// recorded is another file, whatever it holds.
    private func isCutShort(_ facts: FileFacts, _ bytes: [UInt8], _ receipt: Receipt) -> Bool {
        // The system's time of a change is up to a few milliseconds early, so a file with content must be clearly
        // older.
        facts.isOlder(than: receipt, by: bytes.allSatisfy { $0 == 0 } ? 0 : 1_000_000)
    }
}

extension FileFacts {
    /// Whether the file was unchanged and unmoved since `margin` microseconds before it was recorded.
    fileprivate func isOlder(than receipt: Receipt, by margin: Int64) -> Bool {
        changed / 1000 <= receipt.recorded.microseconds - margin
    }
}
