import EventLog
import Logging
import StoryEvents

extension Intake {
    /// Reads the files whose turn it is, records them in one transaction, and files them.
    ///
    /// - Returns: Whether there were any.
    func takeBatch() throws(Stall) -> Bool {
        try scan()
        let work = try nextWork()
        guard !work.files.isEmpty else { return false }
        for source in sources.values where source.queue.isEmpty && source.isCut { dirty.insert(source.name) }
        let start = clock.uptime()
        workGuard?.begin(work.files)
        try record(try read(work))
        workGuard?.finish()
        pace.note(work.files.count, took: clock.uptime() - start)
        return true
    }

    /// What may have ended the process comes first, and alone.
    private func nextWork() throws(Stall) -> IntakeGuard.Work {
        do throws(FileFault) {
            if let work = try workGuard?.next(in: tree) { return work }
        } catch {
            throw .files(error)
        }
        let picked = turns.pick(
            from: sources.values, files: pace.files, bytes: settings.batchBytes, unread: settings.maximumFileBytes)
        // A file that was suspended is tried alone.
        guard picked.count > 1, let suspect = picked.first(where: { suspects[$0.place] != nil }) else {
            return IntakeGuard.Work(files: picked)
        }
        for candidate in picked { lookAgain(at: candidate.place.source) }
        return IntakeGuard.Work(files: [suspect])
    }

    /// Has the files of a source found again.
    private func lookAgain(at source: FileName?) {
        sources[source]?.queue = []
        dirty.insert(source)
    }

    /// Reads files, and writes the copies that are kept of them.
    private func read(_ work: IntakeGuard.Work) throws(Stall) -> Batch {
        let reader = FileReader(maximumBytes: settings.maximumFileBytes)
        let uptime = clock.uptime()
        let isMany = work.files.count > Staging.manyFiles
        var batch = Batch()
        do throws(FileFault) {
            for (tag, candidate) in work.files.enumerated() {
                if bell.isStopped { break }
                let place = candidate.place
                guard let source = sources[place.source], !source.wholeness.isOpen(place) else { continue }
                let reading = try reader.read(
                    candidate, in: tree, from: producer(of: source),
                    mayWait: deferrals.mayWait(place, inode: candidate.facts.inode, uptime: uptime),
                    isGivenUp: suspensions.age(of: .file(place), uptime: uptime) >= settings.unreadableLimit,
                    refusal: work.ends.map { .endedTheReader(place, $0) })
                switch reading {
                case .submitted(var submission, let copy):
                    // A file that is refused for its ends is decided on no more.
                    submission.tag = work.ends == nil ? tag : nil
                    let prepared = submission.isLong ? recorder.prepare(submission) : submission
                    if let copy {
                        try staging.write(copy, of: place, inode: candidate.facts.inode, sync: !isMany)
                    }
                    batch.add(prepared, candidate, copied: copy?.count)
                case .changed:
                    source.wholeness.noteChanged(place)
                    dirty.insert(source.name)
                case .faulty(let fault): suspend(.file(place), fault, inode: candidate.facts.inode)
                }
            }
            if batch.members.contains(where: \.hasCopy) { try staging.sync(all: isMany) }
        } catch {
            throw .files(error)
        }
        return batch
    }

    private func producer(of source: Source) -> Producer {
        if let known = source.producer { return known }
        let producer =
            if let name = source.name?.text {
                settings.sources.producer(inDirectory: name)
            } else {
                settings.sources.producerInNoDirectory(
                    besides: Set(sources.values.lazy.filter { $0.name != nil }.map(\.folder.defaultSource)))
            }
        source.producer = producer
        return producer
    }

    /// Records files in one transaction, then files them.
    private func record(_ read: Batch) throws(Stall) {
        guard !read.isEmpty else { return }
        var batch = read
        let settled = mover.made
        var targets: [Int: PendingMove] = [:]
        let results: [Recorder.Result]
        do throws(EventLogError) {
            results = try recorder.record(batch.takeSubmissions(), settled: settled) { index, receipt in
                let move = pendingMove(batch.members[index], receipt)
                targets[index] = move
                return move
            }
        } catch {
            return try noteFailure(of: batch, error)
        }
        failures = 0
        mover.forget(settled)
        var moves: [Move] = []
        for (index, (member, result)) in zip(batch.members, results).enumerated() {
            switch result {
            case .waits(let awaited): try deferFile(member, awaited)
            case .decided(let receipt):
                note(receipt, member)
                guard let pending = targets[index] else { continue }
                moves.append(
                    Move(
                        pending: pending, place: member.place, receipt: receipt, hasCopy: member.hasCopy,
                        original: member.facts))
            }
        }
        say(results, batch)
        mover.add(moves)
        do throws(FileFault) { try mover.run() } catch { throw .files(error) }
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
            receipt: receipt.number, from: member.place.path, to: shelves.promise(member.place, receipt).path,
            inode: member.facts.inode)
    }

    private func deferFile(_ member: Batch.Member, _ awaited: Awaited) throws(Stall) {
        let place = member.place
        deferrals.add(place, inode: member.facts.inode, for: awaited, uptime: clock.uptime(), now: clock.now())
        // When it is called, it need not settle again.
        sources[place.source]?.wholeness.noteWhole(place)
        do throws(FileFault) {
            if member.hasCopy { try staging.discard(place, inode: member.facts.inode) }
        } catch {
            throw .files(error)
        }
        if let source = sources[place.source], !source.hasDeferred {
            source.hasDeferred = true
            logger.notice(
                "files wait",
                metadata: [
                    "source": "\(source.text)", "first": "\(place.text)", "story": "\(awaited.story)",
                    "for": "\(awaited.text)",
                ])
        }
        logger.debug(
            "waits", metadata: ["file": "\(place.text)", "story": "\(awaited.story)", "for": "\(awaited.text)"])
    }

    /// Notes what became of a file; one line for each that is refused.
    private func note(_ receipt: Receipt, _ member: Batch.Member) {
        let place = member.place
        removeDeferral(of: place)
        recovered(.file(place))
        sources[place.source]?.wholeness.forget(place)
        board.count(receipt)
        // Of a long receipt, the others are found when what is awaited is looked for in the log.
        for entry in receipt.entries where entry.outcome == .appended {
            dirty.formUnion(deferrals.call(entry.story))
        }
        if receipt.outcome == .quarantined {
            logger.warning("refused", metadata: receipt.firstRefusal)
        } else {
            logger.debug("recorded", metadata: ["file": "\(place.text)", "outcome": "\(receipt.outcome.rawValue)"])
        }
    }

    private func removeDeferral(of place: Place) {
        deferrals.remove(place)
        guard let source = sources[place.source], source.hasDeferred, deferrals.places(in: place.source).isEmpty
        else { return }
        source.hasDeferred = false
        logger.notice("no file waits any longer", metadata: ["source": "\(source.text)"])
    }

    /// Calls files whose story another process has published or gone on with, and those that have waited long enough.
    func callDeferred() throws(Stall) {
        guard !deferrals.isEmpty else { return }
        dirty.formUnion(deferrals.sourcesDue(at: clock.uptime()))
        do throws(EventLogError) {
            let head = try store.head()
            guard deferrals.isBehind(head) else { return }
            for awaited in deferrals.awaited {
                let next = awaited.after?.next ?? .first
                guard try !store.events(of: awaited.story, from: next, limit: 1).isEmpty else { continue }
                dirty.formUnion(deferrals.call(awaited.story))
            }
            deferrals.noteLooked(head)
        } catch {
            throw .log(error)
        }
    }

    /// Nothing of the batch was written. Where the cause may be one of its files, smaller batches find it, and it alone is
    /// suspended.
    private func noteFailure(of batch: Batch, _ error: EventLogError) throws(Stall) {
        let stall = Stall.log(error)
        guard stall.mayLieWithOneFile, let member = batch.members.first else { throw stall }
        pace.noteFailure(batch.count)
        mover.close()
        guard batch.count == 1 else {
            for member in batch.members { lookAgain(at: member.place.source) }
            return
        }
        failures += 1
        suspend(.file(member.place), error.message, error.remedy, inode: member.facts.inode)
        sources[member.place.source]?.wholeness.noteWhole(member.place)
        // Where the log takes none of them, it is none of theirs.
        if failures > 1 { throw stall }
    }

    private func say(_ results: [Recorder.Result], _ batch: Batch) {
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
