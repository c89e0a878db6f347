import Crypto
import EventLog
import Glibc

extension Intake {
    /// Finishes what a killed process or a power cut has left: recorded files that may still be in the inbox, and
    /// copies of files that were never recorded.
    func recover() throws {
        guard needsRecovery else { return try recoverUnreachable() }
        let pending = try store.pendingMoves()
        if !pending.isEmpty {
            logger.notice("finishing moves of an earlier run", metadata: ["files": "\(pending.count)"])
        }
        let files = try pending.compactMap(leftoverIfReachable)
        let left = Set(files.map(\.move.receipt) + unreachable.map(\.receipt))
        let made = pending.filter { !left.contains($0.receipt) }
        try staging.clear(
            except: files.map { ($0.place, $0.move.inode, $0.move.receipt) }
                + unreachable.map { (Place(path: $0.from), $0.inode, $0.receipt) })
        try mover.eraseWithheld(from: made.compactMap(filed))
        for move in made { mover.noteMade(move) }
        mover.add(files)
        needsRecovery = false
    }

    /// Tries moves again whose files a producer kept from being looked at.
    private func recoverUnreachable() throws {
        let uptime = clock.uptime()
        guard !unreachable.isEmpty, uptime >= unreachableRetry else { return }
        let tried = unreachable
        unreachable = []
        let files = try tried.compactMap(leftoverIfReachable)
        let left = Set(files.map(\.move.receipt) + unreachable.map(\.receipt))
        let made = tried.filter { !left.contains($0.receipt) }
        try mover.eraseWithheld(from: made.compactMap(filed))
        for move in made { mover.noteMade(move) }
        mover.add(files)
    }

    private func filed(_ move: PendingMove) throws -> Filed? {
        guard let receipt = try store.receipt(number: move.receipt) else { return Filed(move: move, mayRepeat: true) }
        return Filed(move: move, mayRepeat: !receipt.isRefusedUnread)
    }

    /// The move that is still to be made. A fault of one file or directory keeps no other from being recovered.
    private func leftoverIfReachable(_ pending: PendingMove) throws -> Recorded.File? {
        do {
            return try leftover(pending)
        } catch let error as FileFault where error.isOfOneFile {
            unreachable.append(pending)
            unreachableRetry = clock.uptime() + Self.unreachablePause
            sayOnce("recorded, but still in the inbox: \(error.message)")
            return nil
        }
    }

    private static let unreachablePause: Duration = .seconds(10)

    /// The move that is still to be made; nil if it was made, or if another file has taken the place.
    private func leftover(_ pending: PendingMove) throws -> Recorded.File? {
        let place = Place(path: pending.from)
        guard let receipt = try store.receipt(number: pending.receipt) else { return nil }
        let folder = try openIfThere(place.folder)
        let isOriginal = { (facts: FileFacts) in facts.inode == pending.inode }
        try staging.finishRemoval(place, in: folder, receipt: pending.receipt, isOriginal: isOriginal)
        let hasCopy = try staging.holds(place, inode: pending.inode)
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
        guard facts.bytes <= settings.maximumFileBytes else { return nil }
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
