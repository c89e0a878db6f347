import EventLog
import Logging
import StoryEvents

extension Intake {
    /// Records the batch in one transaction, then moves its files out of the inbox.
    func commit() throws(Stall) {
        var batch = batch
        let settled = mover.made
        self.batch = Batch()
        guard !batch.isEmpty else { return }
        var targets: [Int: PendingMove] = [:]
        let results: [Recorder.Result]
        do throws(EventLogError) {
            results = try recorder.record(batch.takeSubmissions(), settled: settled) { index, receipt in
                let move = pendingMove(batch.members[index], receipt)
                targets[index] = move
                return move
            }
        } catch {
            try noteFailure(of: batch, .log(error))
            return
        }
        batchLimit = min(settings.batchFiles, batchLimit * 2)
        mover.forget(settled)
        var moves: [Move] = []
        for (index, (member, result)) in zip(batch.members, results).enumerated() {
            if let receipt = note(result, member), let pending = targets[index] {
                moves.append(
                    Move(
                        pending: pending, place: member.candidate.place, receipt: receipt,
                        source: member.candidate.source.directory, facts: member.facts))
            }
        }
        say(results, batch)
        mover.add(moves)
        do throws(FileFault) { try mover.run() } catch { throw .files(error) }
        readHints()
    }

    /// Tells the ledger of moves that were made, when no batch comes along to tell it with.
    func settle() throws(Stall) {
        let settled = mover.made
        guard !settled.isEmpty else { return }
        do throws(EventLogError) { _ = try recorder.record([], settled: settled) } catch { throw .log(error) }
        mover.forget(settled)
    }

    private func pendingMove(_ member: Batch.Member, _ receipt: Receipt) -> PendingMove {
        PendingMove(
            receipt: receipt.number, from: member.candidate.place.path,
            to: shelves.promise(member.candidate.place, receipt).path, inode: member.facts.inode)
    }

    /// Notes what became of a file.
    ///
    /// - Returns: Its receipt; nil when it waits.
    private func note(_ result: Recorder.Result, _ member: Batch.Member) -> Receipt? {
        let place = member.candidate.place
        switch result {
        case .waits(let story):
            waiting.add(
                place, inode: member.facts.inode, for: story, uptime: clock.uptime(), now: clock.now())
            // When it is called, it need not settle again.
            settling.noteWhole(place)
            logger.debug("waits for a story", metadata: ["file": "\(place.text)", "story": "\(story)"])
            return nil
        case .decided(let receipt):
            waiting.remove(place)
            settling.forget(place)
            board.count(receipt)
            for entry in receipt.entries where entry.type == .published && entry.outcome == .appended {
                call(entry.story)
            }
            logger.debug("recorded", metadata: ["file": "\(place.text)", "outcome": "\(receipt.outcome.rawValue)"])
            return receipt
        }
    }

    /// Lets the files that wait for a story be tried again.
    private func call(_ story: StoryID) {
        for place in waiting.call(story) { dirty.insert(place.source) }
    }

    /// Calls files whose story another process has published, and those that have waited long enough.
    func callWaiting() throws(Stall) {
        guard !waiting.isEmpty else { return }
        dirty.formUnion(waiting.sourcesDue(at: clock.uptime()))
        do throws(EventLogError) {
            let head = try store.head()
            guard waiting.isBehind(head) else { return }
            for story in Array(waiting.stories) {
                if try !store.events(of: story, from: .first, limit: 1).isEmpty { call(story) }
            }
            waiting.noteLooked(head)
        } catch {
            throw .log(error)
        }
    }

    /// Nothing of the batch was written. Where the cause may be one of its files, smaller batches find it.
    private func noteFailure(of batch: Batch, _ stall: Stall) throws(Stall) {
        shelves.clear()
        if stall.mayLieWithOneFile, let member = batch.members.first {
            if batch.count == 1 {
                suspects[member.candidate.place] = member.facts.inode
                settling.noteWhole(member.candidate.place)
            }
            batchLimit = max(1, batch.count / 2)
        }
        throw stall
    }

    private func say(_ results: [Recorder.Result], _ batch: Batch) {
        guard !results.isEmpty else { return }
        var counts: [String: Int] = [:]
        for result in results {
            switch result {
            case .waits: counts["waiting", default: 0] += 1
            case .decided(let receipt): counts[receipt.outcome.rawValue, default: 0] += 1
            }
        }
        var metadata: Logger.Metadata = ["bytes": "\(batch.bytes)"]
        for (outcome, count) in counts { metadata[outcome] = "\(count)" }
        logger.info("took files in", metadata: metadata)
    }
}
