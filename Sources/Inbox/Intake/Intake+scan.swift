import EventLog
import Glibc

extension Intake {
    /// Reads what inotify has to say: where to look, and which files are whole.
    func readHints() {
        guard let notifier else { return }
        let hints: [Notifier.Hint]
        do throws(FileFault) { hints = try notifier.hints() } catch {
            sayOnce("no hints about new files: \(error.message)")
            return lookThroughEverything()
        }
        guard !hints.isEmpty else { return }
        let watched = Dictionary(sources.values.map { ($0.watch ?? -1, $0) }, uniquingKeysWith: { first, _ in first })
        for hint in hints {
            if hint.isOverflow {
                lookThroughEverything()
                continue
            }
            if hint.concernsDirectories { needsSources = true }
            guard let source = watched[hint.watch], let name = hint.name, !name.isUnfinished, !hint.isRemoval
            else { continue }
            let place = source.place(name)
            if hint.finishesFile {
                settling.noteWhole(place)
                waiting.call(place)
            } else {
                settling.noteUnfinished(place)
            }
            dirty.insert(source.name)
        }
    }

    /// Reads which subdirectories there are.
    func readSources() throws(Stall) {
        guard needsSources else { return }
        do throws(FileFault) {
            let inbox = try Directory(path: directories.inbox)
            if try sources[nil]?.inode != inbox.facts().inode {
                sources.values.forEach(drop)
                try add(inbox, nil)
            }
            guard let inbox = sources[nil]?.directory else { return }
            var found: [FileName: UInt64] = [:]
            try inbox.forEachEntry { entry in
                if entry.kind == .directory || entry.kind == .unknown, !entry.name.isUnfinished {
                    found[entry.name] = entry.inode
                }
            }
            for source in sources.values {
                if let name = source.name, found[name] != source.inode { drop(source) }
            }
            for name in found.keys.sorted() where sources[name] == nil { try addSubdirectory(name, of: inbox) }
        } catch {
            throw .files(error)
        }
        needsSources = false
    }

    private func addSubdirectory(_ name: FileName, of inbox: Directory) throws(FileFault) {
        guard try inbox.facts(of: name)?.kind == .directory else { return }
        guard name.text != nil else { return sayOnce("left alone: the subdirectory \(name) has no usable name") }
        guard sources.count <= settings.maximumSources else {
            return sayOnce("left alone: subdirectories beyond the first \(settings.maximumSources)")
        }
        do throws(FileFault) {
            let directory = try Directory(name, in: inbox)
            guard faccessat(directory.descriptor, ".", W_OK | X_OK, 0) == 0 else {
                throw FileFault("move files out of", directory.path)
            }
            try shelves.probeMove(from: directory)
            try add(directory, name)
        } catch let error where error.code == ENOENT {
            needsSources = true
        } catch let error where error.isOfOneFile || error.code == EXDEV {
            sayOnce("left alone: \(error.message)")
        }
    }

    private func add(_ directory: Directory, _ name: FileName?) throws(FileFault) {
        let source = try Source(directory, name: name)
        do throws(FileFault) { source.watch = try notifier?.watch(directory) } catch {
            sayOnce("no hints about new files: \(error.message)")
        }
        sources[name] = source
        producers.removeAll()
        dirty.insert(name)
    }

    private func drop(_ source: Source) {
        if let watch = source.watch { notifier?.unwatch(watch) }
        sources[source.name] = nil
        producers.removeAll()
        dirty.remove(source.name)
        for place in settling.places(in: source.name).union(waiting.places(in: source.name)) {
            settling.forget(place)
            waiting.remove(place)
        }
    }

    /// Scans what is to be scanned.
    ///
    /// - Returns: Names that may be taken, in the order of their bytes.
    func scan() throws(Stall) -> [Candidate] {
        var found: [Candidate] = []
        let wanted = dirty
        dirty.removeAll()
        for name in wanted {
            guard let source = sources[name] else { continue }
            do throws(FileFault) { found += try candidates(in: source) } catch { throw .files(error) }
            if found.count > settings.maximumNames { cut(&found) }
        }
        return found.sorted { $0.place < $1.place }
    }

    private func candidates(in source: Source) throws(FileFault) -> [Candidate] {
        let uptime = clock.uptime()
        let recorded = Dictionary(
            mover.stuck.map { ($0.place, $0.pending.inode) }, uniquingKeysWith: { _, last in last })
        var missing = settling.places(in: source.name).union(waiting.places(in: source.name))
        var found: [Candidate] = []
        try source.directory.forEachEntry { entry in
            if entry.name.isUnfinished { return }
            let place = source.place(entry.name)
            if entry.kind == .directory {
                if source.name != nil { sayOnce("left alone: \(place.text) is a directory in a subdirectory") }
                return
            }
            missing.remove(place)
            if waiting.holds(place, inode: entry.inode, uptime: uptime) || recorded[place] == entry.inode
                || suspects[place] == entry.inode
            {
                return
            }
            found.append(Candidate(source: source, place: place, inode: entry.inode, kind: entry.kind))
            // However many there are: only the first names are kept.
            if found.count >= 2 * settings.maximumNames { cut(&found) }
        }
        for place in missing {
            settling.forget(place)
            waiting.remove(place)
        }
        return found
    }

    /// Keeps the first names in order, as many as are looked at in one go; the others are left for the next scan.
    private func cut(_ found: inout [Candidate]) {
        found.sort { $0.place < $1.place }
        dirty.formUnion(found[settings.maximumNames...].lazy.map(\.source.name))
        found.removeSubrange(settings.maximumNames...)
    }

    func sayOnce(_ message: String) {
        guard said.count < 10_000, said.insert(message).inserted else { return }
        logger.warning("\(message)")
    }
}
