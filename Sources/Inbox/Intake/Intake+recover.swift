import EventLog

extension Intake {
    /// Finishes what a killed process or a power cut has left: recorded files that may still be in the inbox, and
    /// copies of files that were never recorded.
    func recover() throws {
        guard needsRecovery else {
            guard !unreachable.isEmpty, clock.uptime() >= unreachableRetry.at else { return }
            return try finish(unreachable)
        }
        let pending = try store.pendingMoves()
        if !pending.isEmpty {
            logger.notice("finishing moves of an earlier run", metadata: ["files": "\(pending.count)"])
        }
        try finish(pending, clearsStaging: true)
        needsRecovery = false
        // Before a file can get the name of one that was removed.
        retention.recover()
    }

    /// Finishes moves of an earlier run. Those whose files a producer keeps from being looked at are tried again later, and
    /// keep no other waiting. What cannot be read at all is thrown, and nothing is changed then.
    ///
    /// - Parameter clearsStaging: Whether copies that no move needs are removed.
    private func finish(_ pending: [PendingMove], clearsStaging: Bool = false) throws {
        var (files, blocked): ([Recorded.File], [PendingMove]) = ([], [])
        let left = LeftMoves(staging, tree, shelves, store, maximumFileBytes: settings.maximumFileBytes)
        for move in pending {
            do {
                if let file = try left.leftover(move) { files.append(file) }
            } catch let error as FileFault where error.isOfOneFile {
                blocked.append(move)
                sayOnce("recorded, but still in the inbox: \(error.message)")
            }
        }
        let open = Set(files.map(\.move.receipt) + blocked.map(\.receipt))
        let made = pending.filter { !open.contains($0.receipt) }
        if clearsStaging {
            let strangers = try staging.clear(
                except: files.map { ($0.place, $0.move.inode, $0.move.receipt) }
                    + blocked.map { (Place(path: $0.from), $0.inode, $0.receipt) },
                try store.unfinishedRemovals().map(\.receipt))
            if let first = strangers.first {
                logger.warning(
                    "what took the place of a recorded file could not go back to its directory",
                    metadata: [
                        "name": "incoming/\(first.safe)", "more": "\(strangers.count - 1)",
                        "remedy": "look at it; put it into the inbox again, or remove it",
                    ])
            }
        }
        try mover.eraseWithheld(from: made.map(left.filed))
        for move in made { mover.noteMade(move) }
        mover.add(files)
        unreachable = blocked
        if !blocked.isEmpty { unreachableRetry.noteTry(uptime: clock.uptime()) }
    }
}
