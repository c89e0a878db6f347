import EventLog
import Logging

extension Intake {
    /// How long one commit decides files; the rest waits for the next commit, so that other sources come first.
    private static let longestCommit: Duration = .milliseconds(600)
    /// How long one commit folds the stories of a file; the next commit goes on.
    private static let longestFold: Duration = .milliseconds(200)

    /// Records files in one transaction, with the places that they go to.
    ///
    /// - Returns: nil if nothing was written.
    func record(_ read: inout Read) throws -> Recorded? {
        guard !read.files.isEmpty else { return nil }
        let settled = mover.made
        try beginLooking()
        let start = clock.uptime()
        let time = CommitTime(most: Self.longestCommit, mostFold: Self.longestFold, uptime: clock.uptime)
        let recorded: Recorded
        do throws(EventLogError) {
            recorded = try recorder.append { recording throws(EventLogError) in
                try recording.settle(settled)
                let results = try recording.record(&read.submissions, time: time)
                let recorded = Recorded(read, results, shelves)
                try recording.store(recorded.files.map(\.move))
                return recorded
            }
        } catch {
            try noteFailure(of: read, error)
            return nil
        }
        failures = 0
        board.noteCommit(took: clock.uptime() - start)
        mover.forget(settled)
        say(recorded, bytes: read.bytes)
        return recorded
    }

    /// Applies decisions to the sources, the deferred files and the status.
    func apply(_ recorded: Recorded) throws {
        for file in recorded.files { note(file.receipt, file.place, changed: file.original?.changed) }
        for (file, awaited) in recorded.deferred { try deferFile(file, awaited) }
        for (file, _) in recorded.putOff { try putOff(file) }
        giveTurnBack(recorded)
        try callDeferred(for: recorded.appended)
    }

    /// Tells the log which moves were made, if no batch does.
    func settle() throws(EventLogError) {
        let settled = mover.made
        guard !settled.isEmpty else { return }
        _ = try recorder.record([], settled: settled)
        mover.forget(settled)
    }

    /// Empties the write-ahead log where it may hold the name of a file that repeats withheld text. While others read, the next
    /// turn tries again.
    func eraseWithheldNames() {
        guard mover.listsWithheldNames, mover.made.isEmpty else { return }
        do throws(EventLogError) {
            try store.purgeErased(patience: .zero)
            mover.listsWithheldNames = false
        } catch {
            sayOnce("the name of a withheld file may still be in the write-ahead log: \(error.message)")
        }
    }

    /// Schedules a file again for which a commit had no time.
    private func putOff(_ file: Read.File) throws(FileFault) {
        if let copier, isLong(file.found) {
            copier.keep(staging.pathOfCopy(file.place, inode: file.inode), of: file.found)
        } else if file.hasCopy {
            try staging.discard(file.place, inode: file.inode)
        }
        sources[file.place.source]?.wholeness.noteWhole(file.place)
        lookAgain(at: file.place.source)
    }

    /// Sources for which the commit had no time at all come first in the next one.
    private func giveTurnBack(_ recorded: Recorded) {
        let late = Set(recorded.putOff.filter { $0.delay == .otherFiles }.map(\.file.place.source))
        let served = Set(
            recorded.files.map(\.place.source) + recorded.deferred.map(\.file.place.source)
                + recorded.putOff.filter { $0.delay != .otherFiles }.map(\.file.place.source))
        for source in late.subtracting(served) { sources[source]?.lastTurn = 0 }
    }

    /// Counts a file's outcome, and logs a line for each refused file.
    private func note(_ receipt: Receipt, _ place: Place, changed: Int64?) {
        removeDeferral(of: place)
        recovered(.file(place))
        sources[place.source]?.wholeness.forget(place)
        board.count(receipt, changed: changed)
        if receipt.outcome == .quarantined {
            logger.warning("refused", metadata: receipt.firstRefusal)
        } else {
            var metadata: Logger.Metadata = ["file": "\(place.text)", "outcome": "\(receipt.outcome.rawValue)"]
            metadata["source"] = place.source.map { "\($0.safe)" }
            if let position = receipt.entries.last?.position { metadata["position"] = "\(position.value)" }
            logger.debug("recorded", metadata: metadata)
        }
    }

    /// Handles a batch of which nothing was written. If one of its files may be the cause, smaller batches find it, and
    /// only that file is suspended.
    private func noteFailure(of read: Read, _ error: EventLogError) throws(EventLogError) {
        guard error.mayLieWithOneFile, let file = read.files.first else { throw error }
        pace.noteFailure(read.files.count)
        mover.close()
        guard read.files.count == 1 else {
            for file in read.files { lookAgain(at: file.place.source) }
            return
        }
        failures += 1
        suspend(.file(file.place), error.message, error.remedy, inode: file.inode)
        mayFailCommit.insert(file.place)
        sources[file.place.source]?.wholeness.noteWhole(file.place)
        // If the log takes none of several files, the cause is not a file.
        if failures > 1 { throw error }
    }

    private func say(_ recorded: Recorded, bytes: Int64) {
        var counts = Dictionary(grouping: recorded.files, by: \.receipt.outcome.rawValue).mapValues(\.count)
        if !recorded.deferred.isEmpty { counts["waiting"] = recorded.deferred.count }
        guard !counts.isEmpty else { return }
        var metadata: Logger.Metadata = ["bytes": "\(bytes)"]
        for (outcome, count) in counts { metadata[outcome] = "\(count)" }
        metadata.merge(recorded.identity) { $1 }
        logger.info("took files in", metadata: metadata)
    }
}
