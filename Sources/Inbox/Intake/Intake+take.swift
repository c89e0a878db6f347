import EventLog

extension Intake {
    /// Takes the files of one commit through all steps: found, whole, read, recorded, filed.
    ///
    /// - Returns: Whether there were any.
    func takeBatch() throws -> Bool {
        try scan()
        // Before the first files are read, which may take long.
        if sources.values.allSatisfy(\.isScanned) { board.noteScanned() }
        try discardUnneededCopies()
        let whole = try nextWhole()
        guard !whole.files.isEmpty else {
            let isDue = store.needsUpkeep
            store.doUpkeep()
            copier?.hold(false)
            return isDue
        }
        // Upkeep after a long file waits for the commit of those that have waited for it.
        let isLong = whole.files.contains(where: isLong)
        copier?.hold(isLong || store.needsUpkeep)
        defer {
            if !isLong { store.doUpkeep() }
            copier?.hold(store.needsUpkeep)
        }
        for source in sources.values where source.queue.isEmpty && source.isCut { dirty.insert(source.name) }
        let start = clock.uptime()
        workGuard?.begin(whole.files)
        var read = try read(whole)
        let recorded = try record(&read)
        if let recorded {
            mover.add(recorded.files)
            try apply(recorded)
            try mover.run()
        }
        let undecided = recorded?.undecided ?? []
        workGuard?.finish(decided: read.files.map(\.found).filter { !undecided.contains($0.place) })
        pace.note(whole.files.count, took: clock.uptime() - start)
        return true
    }

    /// Files that may have ended the process come first in their sources, and alone. Meanwhile one source at a time has its
    /// turn: another file that ends the process takes no file of a third source with it. A file that made a commit fail
    /// is alone when its source has its turn.
    private func nextWhole() throws -> Whole {
        guard let workGuard, case let suspected = workGuard.suspectedSources, !suspected.isEmpty else {
            return pick { _ in true }
        }
        let (uptime, until) = (clock.uptime(), workGuard.othersComeFirst(uptime: clock.uptime()))
        if uptime < until {
            let others = pickFromOne { !suspected.contains($0) }
            let isAwaited = sources.values.contains {
                !suspected.contains($0.name) && (!$0.isScanned || $0.wakeAt.map { $0 < until } ?? false)
            }
            if !others.files.isEmpty || isAwaited { return others }
        }
        return try workGuard.next(in: tree, where: mayTry) ?? pickFromOne { _ in true }
    }

    /// Whether a file that may have ended the process can be read now.
    private func mayTry(_ file: Found) -> Bool {
        let (place, uptime) = (file.place, clock.uptime())
        guard let source = sources[place.source], !source.wholeness.isOpen(place),
            !suspensions.holds(.folder(place.folder), uptime: uptime),
            suspects[place] != file.facts.inode || !suspensions.holds(.file(place), uptime: uptime)
        else { return false }
        return !isLong(file) || copier?.isDone(file) != false
    }

    private func pickFromOne(of isIncluded: (FileName?) -> Bool) -> Whole {
        let names = sources.values.sorted { ($0.lastTurn, $0.text) < ($1.lastTurn, $1.text) }.map(\.name)
        for name in names where isIncluded(name) && sources[name]?.queue.isEmpty == false {
            let whole = pick { $0 == name }
            if !whole.files.isEmpty { return whole }
        }
        return Whole(files: [])
    }

    private func pick(from isIncluded: (FileName?) -> Bool) -> Whole {
        for source in sources.values {
            source.waitsForCopy = source.queue.first.map { isLong($0) && copier?.isDone($0) == false } ?? false
        }
        return Whole(
            files: turns.pick(
                from: sources.values.filter { !$0.waitsForCopy && isIncluded($0.name) }, files: pace.files,
                bytes: settings.batchBytes, unread: settings.maximumFileBytes,
                isAlone: { mayFailCommit.contains($0.place) || isLong($0) }, mayBeAlone: !store.needsUpkeep))
    }

    func isLong(_ file: Found) -> Bool { file.longFormat(atMost: settings.maximumFileBytes) != nil }

    private func discardUnneededCopies() throws(FileFault) {
        for file in copier?.takeUnneeded() ?? [] { try staging.discard(file.place, inode: file.facts.inode) }
    }

    /// Schedules a scan of a source.
    func lookAgain(at source: FileName?) {
        sources[source]?.queue = []
        dirty.insert(source)
    }
}
