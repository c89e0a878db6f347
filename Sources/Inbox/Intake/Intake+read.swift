import CanonicalJSON
import EventLog
import StoryEvents

extension Intake {
    /// Reads files, and writes the service's own copies of them.
    func read(_ whole: Whole) throws(FileFault) -> Read {
        let uptime = clock.uptime()
        let isMany = whole.files.count > Staging.manyFiles
        let reader = FileReader(
            maximumBytes: settings.maximumFileBytes, maximumDocuments: settings.maximumDocuments, staging: staging,
            isSynced: !isMany)
        let kept = try foldersThatKeepFiles(whole)
        var read = Read()
        for (tag, found) in whole.files.enumerated() {
            if bell.isStopped { break }
            let place = found.place
            guard let source = sources[place.source], !source.wholeness.isOpen(place),
                !kept.contains(place.folder), copier?.isAtWork(on: place) != true
            else { continue }
            let copied = copier?.take(found)
            let reading = try reader.read(
                found, in: tree, from: producer(of: source),
                mayWait: deferrals.mayWait(place, inode: found.facts.inode, uptime: uptime),
                isGivenUp: suspensions.age(of: .file(place), uptime: uptime) >= settings.unreadableLimit,
                refusal: whole.ends.map { .endedTheReader(place, $0) }, copied: copied)
            if case .success? = copied, !reading.isCopied { try staging.discard(place, inode: found.facts.inode) }
            switch reading {
            case .submitted(var submission, let copy):
                // A file that is refused because it ended the process is not decided again.
                submission.tag = whole.ends == nil ? tag : nil
                let prepared = submission.isLong ? recorder.prepare(submission) : submission
                if case .bytes(let bytes)? = copy {
                    try staging.write(bytes, of: place, inode: found.facts.inode, sync: !isMany)
                }
                read.add(prepared, found, copied: copy?.count)
            case .changed:
                source.wholeness.noteChanged(place)
                dirty.insert(source.name)
            case .uncopied(let fault): throw fault
            case .faulty(let fault): suspend(.file(place), fault, inode: found.facts.inode)
            }
        }
        if read.files.contains(where: \.hasCopy) { try staging.sync(all: isMany) }
        return read
    }

    /// Suspends folders that files can no longer leave, before any of their files is recorded.
    private func foldersThatKeepFiles(_ whole: Whole) throws(FileFault) -> Set<Folder> {
        var kept: Set<Folder> = []
        for folder in Set(whole.files.map(\.place.folder)) where folder != .inbox {
            do throws(FileFault) { try tree.open(folder).checkFilesCanLeave() } catch {
                guard !error.isOfProcess else { throw error }
                // The next scan finds that the folder no longer exists.
                if error.isOfOneFile { suspend(.folder(folder), error) }
                kept.insert(folder)
                lookAgain(at: folder.source)
            }
        }
        return kept
    }

    /// Whether the producer of a file may be told what was withheld of stories that a source has published.
    func mayKnow(_ place: Place, _ publisher: Text) -> Bool {
        if let source = sources[place.source] { return producer(of: source).mayKnow(storyOf: publisher) }
        // Its directory is gone.
        guard let name = place.source?.text else { return false }
        return settings.sources.producer(inDirectory: name).mayKnow(storyOf: publisher)
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
}
