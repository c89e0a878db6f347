import CanonicalJSON
import EventLog
import Glibc
import StoryEvents

extension Intake {
    /// Takes what is there and whole.
    func takeWhatIsThere() throws(Stall) {
        dirty.formUnion(settling.sourcesDue(at: clock.uptime()))
        guard !dirty.isEmpty else { return }
        for candidate in try scan() {
            if bell.isStopped { return }
            try take(candidate)
            if batch.count >= batchLimit || batch.bytes >= settings.batchBytes { try commit() }
        }
        try commit()
    }

    /// Adds a file to the batch, when it is whole: its documents, or why it is refused.
    private func take(_ candidate: Candidate) throws(Stall) {
        let place = candidate.place
        let found = try files { () throws(FileFault) in try candidate.source.directory.facts(of: candidate.name) }
        guard let facts = found, facts.kind != .directory else { return }
        guard facts.kind == .regular else { return refuse(candidate, facts, .notAFile(place, facts.kind)) }
        // A file gets its name by link(2), too; who does that removes the other name soon. And who closes an empty
        // file has often only made it, to write it next.
        let isWhole = settling.isWhole(place) && facts.links == 1 && facts.bytes > 0
        guard isWhole || isSettled(place, facts) else { return }
        guard facts.links == 1 else { return refuse(candidate, facts, .manyNames(place, facts.links)) }
        guard facts.bytes <= settings.maximumFileBytes else {
            return refuse(candidate, facts, .tooLarge(place, facts.bytes, limit: settings.maximumFileBytes))
        }
        if !batch.isEmpty, batch.bytes + facts.bytes > settings.batchBytes { try commit() }

        switch try files({ () throws(FileFault) in try Contents(of: candidate, facts) }) {
        case .bytes(let bytes):
            let submission = submission(candidate, facts, bytes)
            let isLong = submission.isLong
            batch.add(isLong ? recorder.prepare(submission) : submission, candidate, facts, held: facts.bytes)
        case .unreadable(let reason): refuse(candidate, facts, .unreadable(place, reason))
        case .changed:
            settling.noteUnfinished(place)
            dirty.insert(place.source)
        }
    }

    private func submission(_ candidate: Candidate, _ facts: FileFacts, _ bytes: [UInt8]) -> Submission {
        let place = candidate.place
        guard let name = candidate.name.text else {
            return Submission(file: place.text, bytes: bytes, refusals: [.badName(place)])
        }
        guard let format = DocumentFormat(fileName: name.string) else {
            return Submission(file: place.text, bytes: bytes, refusals: [DocumentFormat.refusal(ofName: name.string)])
        }
        let mayWait = waiting.mayWait(place, inode: facts.inode, uptime: clock.uptime())
        return Submission(
            file: place.text, bytes: bytes, format: format, producer: producer(of: candidate.source), mayWait: mayWait)
    }

    private func producer(of source: Source) -> Producer {
        if let known = producers[source.name] { return known }
        let producer =
            if let name = source.name?.text {
                settings.sources.producer(inDirectory: name)
            } else {
                settings.sources.producerInNoDirectory(
                    besides: Set(sources.values.lazy.filter { $0.name != nil }.map(\.defaultSource)))
            }
        producers[source.name] = producer
        return producer
    }

    private func refuse(_ candidate: Candidate, _ facts: FileFacts, _ refusal: Refusal) {
        batch.add(Submission(file: candidate.place.text, refusals: [refusal]), candidate, facts)
    }

    private func isSettled(_ place: Place, _ facts: FileFacts) -> Bool {
        let now = clock.now().microseconds &* 1000
        return settling.isSettled(place, facts, uptime: clock.uptime(), now: now)
    }

    private func files<Result>(_ body: () throws(FileFault) -> Result) throws(Stall) -> Result {
        do throws(FileFault) { return try body() } catch { throw .files(error) }
    }
}

/// What reading a file comes to.
private enum Contents {
    case bytes([UInt8])
    /// It is not what it was, or gone.
    case changed
    case unreadable(String)

    init(of candidate: Candidate, _ facts: FileFacts) throws(FileFault) {
        do throws(FileFault) {
            let file = try OpenFile(candidate.name, in: candidate.source.directory)
            guard file.facts.kind == .regular, file.facts.holdsSameContents(as: facts), let bytes = try file.read()
            else {
                self = .changed
                return
            }
            self = .bytes(bytes)
        } catch {
            switch error.code {
            case ENOENT, ELOOP, ENXIO, ESTALE: self = .changed
            case EACCES, EPERM, EIO, EOVERFLOW: self = .unreadable(error.reason)
            default: throw error
            }
        }
    }
}
