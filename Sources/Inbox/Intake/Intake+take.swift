import EventLog

extension Intake {
    /// Takes the files of one commit through all steps: found, whole, read, recorded, filed.
    ///
    /// - Returns: Whether there were any.
    func takeBatch() throws -> Bool {
        try scan()
        // Before the first files are read, which may take long.
        if sources.values.allSatisfy(\.isScanned) { board.noteScanned() }
        let whole = try nextWhole()
        guard !whole.files.isEmpty else { return false }
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
        workGuard?.finish(except: recorded?.unfinished ?? [])
        pace.note(whole.files.count, took: clock.uptime() - start)
        return true
    }

    /// Files that may have ended the process come first, and alone. A file that made a commit fail is alone when its
    /// source has its turn.
    private func nextWhole() throws -> Whole {
        if let whole = try workGuard?.next(in: tree) { return whole }
        return Whole(
            files: turns.pick(
                from: sources.values, files: pace.files, bytes: settings.batchBytes, unread: settings.maximumFileBytes,
                isAlone: mayFailCommit.contains))
    }

    /// Schedules a scan of a source.
    func lookAgain(at source: FileName?) {
        sources[source]?.queue = []
        dirty.insert(source)
    }
}
