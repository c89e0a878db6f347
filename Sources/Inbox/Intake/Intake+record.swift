import CanonicalJSON
import EventLog
import Logging
import StoryEvents

extension Intake {
    /// Reads the files that are next, records them in one transaction, and moves them.
    ///
    /// - Returns: Whether there were any.
    func takeBatch() throws(IntakeBlocked) -> Bool {
        try scan()
        let work = try nextWork()
        guard !work.files.isEmpty else { return false }
        for source in sources.values where source.queue.isEmpty && source.isCut { dirty.insert(source.name) }
        let start = clock.uptime()
        workGuard?.begin(work.files)
        let unfinished = try record(try read(work))
        workGuard?.finish(except: unfinished)
        pace.note(work.files.count, took: clock.uptime() - start)
        return true
    }

    /// Files that may have ended the process come first, and alone. A file that made a commit fail is alone when its
    /// source has its turn.
    private func nextWork() throws(IntakeBlocked) -> IntakeGuard.Work {
        do throws(FileFault) {
            if let work = try workGuard?.next(in: tree) { return work }
        } catch {
            throw .files(error)
        }
        return IntakeGuard.Work(
            files: turns.pick(
                from: sources.values, files: pace.files, bytes: settings.batchBytes, unread: settings.maximumFileBytes,
                isAlone: mayFailCommit.contains))
    }

    /// Schedules a scan of a source.
    private func lookAgain(at source: FileName?) {
        sources[source]?.queue = []
        dirty.insert(source)
    }

    /// Reads files, and writes the service's own copies of them.
    private func read(_ work: IntakeGuard.Work) throws(IntakeBlocked) -> Batch {
        let reader = FileReader(maximumBytes: settings.maximumFileBytes)
        let uptime = clock.uptime()
        let isMany = work.files.count > Staging.manyFiles
        let kept = try foldersThatKeepFiles(work)
        var batch = Batch()
        do throws(FileFault) {
            for (tag, candidate) in work.files.enumerated() {
                if bell.isStopped { break }
                let place = candidate.place
                guard let source = sources[place.source], !source.wholeness.isOpen(place),
                    !kept.contains(place.folder)
                else { continue }
                let reading = try reader.read(
                    candidate, in: tree, from: producer(of: source),
                    mayWait: deferrals.mayWait(place, inode: candidate.facts.inode, uptime: uptime),
                    isGivenUp: suspensions.age(of: .file(place), uptime: uptime) >= settings.unreadableLimit,
                    refusal: work.ends.map { .endedTheReader(place, $0) })
                switch reading {
                case .submitted(var submission, let copy):
                    // A file that is refused because it ended the process is not decided again.
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

    /// Suspends folders that files can no longer leave, before any of their files is recorded.
    private func foldersThatKeepFiles(_ work: IntakeGuard.Work) throws(IntakeBlocked) -> Set<Folder> {
        var kept: Set<Folder> = []
        for folder in Set(work.files.map(\.place.folder)) where folder != .inbox {
            do throws(FileFault) { try tree.open(folder).checkFilesCanLeave() } catch {
                guard !error.isOfProcess else { throw .files(error) }
                // The next scan finds that the folder no longer exists.
                if error.isOfOneFile { suspend(.folder(folder), error) }
                kept.insert(folder)
                lookAgain(at: folder.source)
            }
        }
        return kept
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

    /// Records files in one transaction, then moves them.
    ///
    /// - Returns: Files of which a part of the work is done.
    private func record(_ read: Batch) throws(IntakeBlocked) -> [Candidate] {
        guard !read.isEmpty else { return [] }
        var batch = read
        let settled = mover.made
        try beginLooking()
        var targets: [Int: PendingMove] = [:]
        let results: [Recorder.Result]
        let time = CommitTime(most: Self.longestCommit, mostFold: Self.longestFold, uptime: clock.uptime)
        do throws(EventLogError) {
            results = try recorder.record(
                batch.takeSubmissions(), settled: settled,
                destination: { index, receipt in
                    let move = pendingMove(batch.members[index], receipt)
                    targets[index] = move
                    return move
                }, time: time)
        } catch {
            try noteFailure(of: batch, error)
            return []
        }
        failures = 0
        mover.forget(settled)
        var moves: [Move] = []
        var appended: [Receipt.Entry] = []
        for (index, (member, result)) in zip(batch.members, results).enumerated() {
            switch result {
            case .waits(let awaited): try deferFile(member, awaited)
            case .putOff: try putOff(member)
            case .decided(let receipt):
                note(receipt, member)
                appended += receipt.entries.filter { $0.outcome == .appended }
                guard let pending = targets[index] else { continue }
                moves.append(
                    Move(
                        pending: pending, place: member.place, receipt: receipt, hasCopy: member.hasCopy,
                        original: member.facts))
            }
        }
        giveTurnBack(batch, results)
        say(results, batch)
        mover.add(moves)
        do throws(EventLogError) { try callDeferred(for: appended) } catch { throw .log(error) }
        do throws(FileFault) { try mover.run() } catch { throw .files(error) }
        return zip(batch.members, results).compactMap { member, result in
            result == .putOff(.longFold) ? Candidate(place: member.place, facts: member.facts) : nil
        }
    }

    /// How long one commit decides files; the rest waits for the next commit, so that other sources come first.
    private static let longestCommit: Duration = .milliseconds(600)
    /// How long one commit folds the stories of a file; the next commit goes on.
    private static let longestFold: Duration = .milliseconds(200)

    /// Schedules a file again for which a commit had no time.
    private func putOff(_ member: Batch.Member) throws(IntakeBlocked) {
        do throws(FileFault) {
            if member.hasCopy { try staging.discard(member.place, inode: member.facts.inode) }
        } catch {
            throw .files(error)
        }
        sources[member.place.source]?.wholeness.noteWhole(member.place)
        lookAgain(at: member.place.source)
    }

    /// Sources for which the commit had no time at all come first in the next one.
    private func giveTurnBack(_ batch: Batch, _ results: [Recorder.Result]) {
        var (late, served) = (Set<FileName?>(), Set<FileName?>())
        for (member, result) in zip(batch.members, results) {
            if result == .putOff(.otherFiles) {
                late.insert(member.place.source)
            } else {
                served.insert(member.place.source)
            }
        }
        for source in late.subtracting(served) { sources[source]?.lastTurn = 0 }
    }

    /// If no file waits, a file that begins to wait waits for events from now on.
    private func beginLooking() throws(IntakeBlocked) {
        guard deferrals.isEmpty else { return }
        do throws(EventLogError) { deferrals.noteLooked(to: try store.head()?.position.next ?? .first) } catch {
            throw .log(error)
        }
    }

    /// Tells the log which moves were made, if no batch does.
    func settle() throws(IntakeBlocked) {
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

    private func deferFile(_ member: Batch.Member, _ awaited: Awaited) throws(IntakeBlocked) {
        let place = member.place
        recovered(.file(place))
        deferrals.add(
            place, inode: member.facts.inode, for: awaited, uptime: clock.uptime(), now: clock.now(),
            start: stateFile.takeStart(of: place, member.facts))
        // When it is due again, it need not settle.
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

    /// Counts a file's outcome, and logs a line for each refused file.
    private func note(_ receipt: Receipt, _ member: Batch.Member) {
        let place = member.place
        removeDeferral(of: place)
        recovered(.file(place))
        sources[place.source]?.wholeness.forget(place)
        board.count(receipt)
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

    /// Marks deferred files as due if another process has recorded what they wait for, or if their wait has ended.
    ///
    /// - Returns: Whether there are more events to search.
    func callDeferred() throws(IntakeBlocked) -> Bool {
        guard !deferrals.isEmpty else { return false }
        dirty.formUnion(deferrals.sourcesDue(at: clock.uptime()))
        do throws(EventLogError) {
            guard let head = try store.head(), deferrals.lookedTo <= head.position else { return false }
            // A few at a time: an event may have 64 MiB.
            let events = try store.events(from: deferrals.lookedTo, limit: 64)
            for event in events {
                let envelope = event.envelope
                let called = deferrals.call(envelope.story, event: envelope.identity.id, uptime: clock.uptime()) {
                    event.requests
                }
                dirty.formUnion(called)
            }
            guard let last = events.last?.envelope.position else { return false }
            deferrals.noteLooked(to: last.next)
            return last < head.position
        } catch {
            throw .log(error)
        }
    }

    /// Marks deferred files as due that wait for events of this process's commit.
    ///
    /// - Parameter entries: Everything that the commit has appended.
    private func callDeferred(for entries: [Receipt.Entry]) throws(EventLogError) {
        guard !deferrals.isEmpty else { return }
        let positions = entries.compactMap(\.position)
        // If another process has appended before it, the log is searched instead.
        guard let first = positions.min(), let last = positions.max(), first == deferrals.lookedTo else { return }
        for entry in entries {
            let called = try deferrals.call(entry.story, event: entry.id, uptime: clock.uptime()) {
                () throws(EventLogError) in
                guard let position = entry.position else { return [] }
                return try store.events(from: position, limit: 1).first?.requests ?? []
            }
            dirty.formUnion(called)
        }
        deferrals.noteLooked(to: last.next)
    }

    /// Handles a batch of which nothing was written. If one of its files may be the cause, smaller batches find it, and
    /// only that file is suspended.
    private func noteFailure(of batch: Batch, _ error: EventLogError) throws(IntakeBlocked) {
        let stall = IntakeBlocked.log(error)
        guard stall.mayLieWithOneFile, let member = batch.members.first else { throw stall }
        pace.noteFailure(batch.count)
        mover.close()
        guard batch.count == 1 else {
            for member in batch.members { lookAgain(at: member.place.source) }
            return
        }
        failures += 1
        suspend(.file(member.place), error.message, error.remedy, inode: member.facts.inode)
        mayFailCommit.insert(member.place)
        sources[member.place.source]?.wholeness.noteWhole(member.place)
        // If the log takes none of several files, the cause is not a file.
        if failures > 1 { throw stall }
    }

    private func say(_ results: [Recorder.Result], _ batch: Batch) {
        var counts: [String: Int] = [:]
        for result in results {
            switch result {
            case .waits: counts["waiting", default: 0] += 1
            case .putOff: continue
            case .decided(let receipt): counts[receipt.outcome.rawValue, default: 0] += 1
            }
        }
        guard !counts.isEmpty else { return }
        var metadata: Logger.Metadata = ["bytes": "\(batch.bytes)"]
        for (outcome, count) in counts { metadata[outcome] = "\(count)" }
        logger.info("took files in", metadata: metadata)
    }
}

extension RecordedEvent {
    /// Ids of the requests for comment in it; empty if it cannot be read.
    fileprivate var requests: [Text] {
        let payload: Payload
        do throws(PayloadFault) { payload = try self.payload() } catch { return [] }
        return switch payload {
        case .published(let publication): publication.requests.compactMap(\.id)
        case .updated(let update): update.requests.compactMap(\.id)
        default: []
        }
    }
}
