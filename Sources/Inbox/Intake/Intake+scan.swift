import EventLog
import Glibc
import Logging
import StoryEvents

extension Intake {
    /// How many names of one source are scanned before other sources have their turn.
    private static let namesInAPart = 2_000
    /// How many hints are read before files are taken again.
    private static let hintsInATurn = 20_000

    /// Reads some of inotify's hints: which folders to scan, and which files are whole or being written.
    func readHints() {
        guard let notifier else { return }
        if hints.isEmpty {
            do throws(FileFault) { hints = try notifier.hints()[...] } catch {
                sayOnce("no hints about new files: \(error.message)")
                return lookThroughEverything()
            }
        }
        let uptime = clock.uptime()
        for _ in 0..<Self.hintsInATurn {
            // The next start scans everything.
            guard !bell.isStopped, let hint = hints.popFirst() else { return }
            note(hint, uptime)
        }
    }

    private func note(_ hint: Notifier.Hint, _ uptime: Duration) {
        if hint.isOverflow {
            // A close may be among the lost hints.
            for source in sources.values { source.wholeness.noteLostHints() }
            return lookThroughEverything()
        }
        guard let folder = tree.folder(of: hint) else { return }
        if hint.concernsDirectories {
            if hint.endsWatch { tree.unwatch(within: folder) }
            if folder == .inbox {
                needsSources = true
            } else if hint.isOfRemovedDirectory {
                sources[folder.source]?.lostWatches.ask(uptime: uptime, interval: settings.scanInterval)
            } else {
                dirty.insert(folder.source)
            }
        }
        guard let source = sources[folder.source], let name = hint.name, !name.isUnfinished, !hint.isRemoval,
            !hint.isOfDirectory
        else { return }
        let place = Place(folder: folder, name: name)
        if hint.finishesFile {
            source.wholeness.noteWhole(place)
            deferrals.call(place)
        } else if hint.isWriting {
            // The close of the file makes it due.
            return source.wholeness.noteWritten(place, uptime: uptime)
        } else {
            source.wholeness.noteMade(place, uptime: uptime)
        }
        dirty.insert(source.name)
    }

    /// Reads the list of subdirectories.
    func readSources() throws(FileFault) {
        guard needsSources else { return }
        tree.closeAll()
        let inbox = try tree.open(.inbox)
        let inode = try inbox.facts().inode
        if sources[nil]?.inode != inode {
            sources.values.forEach(drop)
            add(nil, inode)
        }
        unusable = []
        var found: [FileName: UInt64] = [:]
        try inbox.forEachEntry { entry in
            guard entry.kind == .directory || entry.kind == .unknown, !entry.name.isUnfinished else { return }
            guard entry.name.text != nil else { return leaveOut(entry.name) }
            found[entry.name] = entry.inode
        }
        for source in sources.values {
            if let name = source.name, found[name] != source.inode { drop(source) }
        }
        for (name, inode) in found where sources[name] == nil {
            // The entry does not tell its kind.
            if try inbox.facts(of: name)?.kind == .directory { add(name, inode) }
        }
        needsSources = false
    }

    private func leaveOut(_ name: FileName) {
        let reason = "the directory's name \(FileName.unusable)"
        unusable.append(InboxStatus.LeftOut(file: name.safe, reason: reason))
        sayOnce("left alone: the subdirectory \(name) has no usable name")
    }

    private func add(_ name: FileName?, _ inode: UInt64) {
        sources[name] = Source(name, inode: inode, settings, lastTurn: turns.now)
        // Files in the inbox itself may not name an existing directory's source.
        sources[nil]?.producer = nil
        dirty.insert(name)
    }

    private func drop(_ source: Source) {
        passes[source.name] = nil
        copier?.forget(in: source.name)
        tree.unwatch(source.name, except: [])
        for place in deferrals.places(in: source.name) { deferrals.remove(place) }
        for subject in suspensions.subjects(in: source.name) { recovered(subject) }
        sources[source.name] = nil
        sources[nil]?.producer = nil
        dirty.remove(source.name)
    }

    /// Scans the sources that need it and have no whole files left from the last scan: a part of each, so that small
    /// sources finish while large ones continue.
    func scan() throws(FileFault) {
        let uptime = clock.uptime()
        dirty.formUnion(suspensions.sourcesDue(at: uptime))
        for source in sources.values {
            if let due = source.dueAt, uptime >= due { dirty.insert(source.name) }
        }
        // Scans in progress continue first. The number in progress is limited.
        for name in Array(passes.keys) + dirty.subtracting(passes.keys) {
            if bell.isStopped { break }
            guard let source = sources[name] else {
                dirty.remove(name)
                continue
            }
            guard source.queue.isEmpty, passes[name] != nil || passes.count < OpenDirectories.scans else { continue }
            try goOn(through: source)
        }
        tree.closeAll()
    }

    private func goOn(through source: Source) throws(FileFault) {
        if passes[source.name] == nil { dirty.remove(source.name) }
        let pass = passes[source.name] ?? pass(through: source)
        passes[source.name] = pass
        guard try pass.run(atMost: Self.namesInAPart) else { return }
        passes[source.name] = nil
        source.isScanned = true
        take(pass.found, of: source)
    }

    private func pass(through source: Source) -> ScanPass {
        let recorded = Dictionary(
            mover.stuck.map { ($0.place, $0.move.inode) } + unreachable.map { (Place(path: $0.from), $0.inode) },
            uniquingKeysWith: { _, last in last })
        let scan = Scan(
            tree: tree, most: settings.maximumNames,
            isSuspended: { [unowned self] in suspensions.holds(.folder($0), uptime: clock.uptime()) },
            isPassedOver: { [unowned self] place, inode in
                let uptime = clock.uptime()
                return deferrals.holds(place, inode: inode, uptime: uptime) || recorded[place] == inode
                    || suspects[place] == inode && suspensions.holds(.file(place), uptime: uptime)
            },
            probe: { [unowned self] directory throws(FileFault) in
                try directory.checkFilesCanLeave()
                try shelves.probeMove(from: directory)
            },
            noHints: { [unowned self] in sayOnce("no hints about new files: \($0.message)") })
        source.wholeness.beginPass()
        source.lostWatches.noteScan(uptime: clock.uptime())
        return ScanPass(scan, of: source.folder)
    }

    /// Orders the whole files of a scan, up to one that settles: files after it wait for it.
    private func take(_ found: ScanResult, of source: Source) {
        let uptime = clock.uptime()
        let now = clock.now().microseconds &* 1000
        var (queue, isHeld) = ([Found](), false)
        source.unfinished = []
        source.wakeAt = nil
        for file in found.files {
            let until: Duration
            let verdict = source.wholeness.judge(file.place, file.facts, uptime: uptime, now: now)
            switch verdict {
            case .overdue:
                sayOnce("taken while a writer has it open: \(file.place.text)")
                fallthrough
            case .whole:
                if !isHeld { queue.append(file) }
                continue
            case .settling(let deadline, let holdsOthers):
                until = deadline
                isHeld = isHeld || holdsOthers
            case .open(let deadline), .perhapsOpen(let deadline): until = deadline
            }
            source.wakeAt = min(source.wakeAt ?? until, until)
            source.note(unfinished: file.place, verdict, until: clock.now().advanced(by: until - uptime))
        }
        source.queue = queue[...]
        source.isCut = found.isCut
        source.leftOut = found.leftOut
        forgetWhatIsGone(found, of: source)
        tree.unwatch(source.name, except: found.folders)
        noteUnwatched(found, of: source)
        suspensions.noteTried(source.name, uptime: uptime, now: clock.now())
        for (subject, fault) in found.faults { suspend(subject, fault) }
        let faulty = Set(found.faults.map(\.subject))
        for case .folder(let folder) in suspensions.subjects(in: source.name)
        where found.folders.contains(folder) && !faulty.contains(.folder(folder)) { recovered(.folder(folder)) }
    }

    func noteUnwatched(_ found: ScanResult, of source: Source) {
        source.unwatched = notifier == nil ? 0 : max(0, found.folders.count - tree.watchCount(of: source.name))
        // While folders are renamed, each has room under its old name too, until a scan has ended.
        let uptime = clock.uptime()
        let isFull = source.unwatched > 0 && !tree.mayWatchMore(of: source.name)
        if source.unwatched > 0, !isFull {
            source.lostWatches.ask(uptime: uptime, interval: settings.scanInterval)
        }
        let metadata: Logger.Metadata = ["source": "\(source.text)", "directories": "\(source.unwatched)"]
        if source.unwatched == 0, source.isSaidUnwatched {
            source.isSaidUnwatched = false
            return logger.notice("all directories of a source are watched again", metadata: metadata)
        }
        // Directories that went away during the scan are no lack of watches. At most once a minute.
        guard isFull, !source.isSaidUnwatched, source.saidUnwatchedAt.map({ uptime - $0 >= .seconds(60) }) ?? true
        else { return }
        (source.isSaidUnwatched, source.saidUnwatchedAt) = (true, uptime)
        logger.warning(
            "a source has too many directories to watch: files in the others are found by the scan only",
            metadata: metadata.merging(["remedy": "remove empty directories, or raise inbox.watches"]) { $1 })
    }

    private func forgetWhatIsGone(_ found: ScanResult, of source: Source) {
        guard !found.isCut, !found.isPartial else { return }
        var there = found.passedOver.union(found.files.map(\.place))
        for case .file(let place) in found.faults.map(\.subject) { there.insert(place) }
        source.wholeness.endPass(found: there)
        copier?.forget(in: source.name, except: there)
        for place in deferrals.places(in: source.name).subtracting(there) { deferrals.remove(place) }
        for subject in suspensions.subjects(in: source.name) {
            switch subject {
            case .file(let place) where !there.contains(place): recovered(subject)
            case .folder(let folder) where !found.folders.contains(folder): recovered(subject)
            default: break
            }
        }
    }

    /// Suspends a folder or file; logs a line the first time.
    func suspend(_ subject: Suspensions.Subject, _ fault: FileFault, inode: UInt64? = nil) {
        suspend(subject, fault.message, fault.remedy, inode: inode)
    }

    func suspend(_ subject: Suspensions.Subject, _ reason: String, _ remedy: String, inode: UInt64? = nil) {
        if case .file(let place) = subject { suspects[place] = inode }
        let isNew = suspensions.add(
            subject, reason: reason, remedy: remedy, uptime: clock.uptime(), now: clock.now())
        guard isNew else { return }
        tell(of: subject) { logger in
            logger.warning(
                "suspended",
                metadata: subject.identity.merging(["reason": "\(reason)", "remedy": "\(remedy)"]) { $1 })
        }
    }

    /// Logs a line about what is suspended, unless there were many of its source within the last minute.
    private func tell(of subject: Suspensions.Subject, _ log: (Logger) -> Void) {
        let telling = suspensions.telling(of: subject.source, uptime: clock.uptime())
        if telling != .nothing { log(logger) }
        guard telling == .last else { return }
        logger.warning(
            "more of this source is suspended, or is no longer; lines about it are left out for a minute",
            metadata: [
                "source": "\(subject.source?.safe ?? "inbox")",
                "remedy": "'storyledger inbox status' lists what is suspended",
            ])
    }

    func recovered(_ subject: Suspensions.Subject) {
        if case .file(let place) = subject {
            suspects[place] = nil
            mayFailCommit.remove(place)
        }
        guard suspensions.remove(subject) else { return }
        tell(of: subject) { $0.notice("suspended no longer", metadata: subject.identity) }
    }
}

extension Suspensions.Subject {
    /// What a line of the log can be found by.
    fileprivate var identity: Logger.Metadata { ["file": "\(text)", "source": "\(source?.safe ?? "inbox")"] }
}

extension Source {
    private static let mostUnfinished = 100

    fileprivate func note(unfinished place: Place, _ verdict: Wholeness.Verdict, until: RecordedTime) {
        guard unfinished.count < Self.mostUnfinished else { return }
        var row = InboxStatus.Unfinished(file: place.text, isOpen: false, until: until)
        if case .open = verdict { row.isOpen = true }
        if case .perhapsOpen = verdict { row.isPerhapsOpen = true }
        unfinished.append(row)
    }
}
