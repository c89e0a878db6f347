import CanonicalJSON
import EventLog
import StoryEvents

/// Folds the log by several ledger projections that stand at one position, and gathers what becomes of their rows.
final class LedgerFold {
    let projections: [any LedgerProjection.Type]
    private let store: any EventStore
    /// Events that happened later are passed over.
    private let at: EventTime?
    private var cache: StoryCache
    /// What became of rows since they were last taken, of those stories that it is something of.
    private var changes: [StoryID: StoryChanges] = [:]
    /// How many bytes of rows have gathered, about.
    private(set) var bytes = 0
    /// Where projections stopped, and why.
    private(set) var faults: [ProjectionFault?]
    /// Stories of which something was withheld: all that was kept of them goes before what became of their rows.
    private(set) var purged: Set<StoryID> = []

    /// - Parameters:
    ///   - projections: All at one position.
    ///   - store: The log; stories that are not kept are read from it again.
    ///   - at: Events that happened later are passed over.
    ///   - memory: Bytes of stories to keep, about.
    init(
        _ projections: [any LedgerProjection.Type], _ store: any EventStore, at: EventTime? = nil,
        memory: Int = 24 << 20
    ) {
        self.projections = projections
        self.store = store
        self.at = at
        cache = StoryCache(mostBytes: memory / 2)
        faults = projections.map { _ in nil }
    }

    /// Whether no projection goes on.
    var isStopped: Bool { faults.allSatisfy { $0 != nil } }

    /// Folds the log's next event.
    ///
    /// A projection that cannot is stopped there; the others go on.
    func apply(_ read: ReadEvent) throws(EventLogError) {
        guard isAdmitted(read.envelope) else { return }
        let payload: Payload
        switch read.payload {
        case .success(let found): payload = found
        case .failure(let fault): return stopAll(at: read.envelope.position, fault)
        }
        let id = read.envelope.story
        if read.envelope.type == .withheld { try foldAnew(id, before: read) }
        let story = try story(id, before: read)
        let bytes = story.bytes
        story.apply(read, payload) { index, result in hear(index, result, story, read.envelope) }
        cache.grew(by: story.bytes - bytes)
    }

    /// What became of the rows of a story, by projection and key.
    typealias Changed = (story: StoryID, rows: [[Text: StoryRows.Change]])

    /// Gives what has gathered, in the order of the stories, and begins to gather anew.
    func takeChanges() -> (purged: Set<StoryID>, changes: [Changed]) {
        defer { (purged, changes, bytes) = ([], [:], 0) }
        return (purged, changes.keys.sorted().map { ($0, changes[$0]?.take() ?? []) })
    }

    private func isAdmitted(_ envelope: Envelope) -> Bool { !(at?.isBefore(envelope.time) ?? false) }

    private func hear(
        _ index: Int, _ result: Result<StoryRows, any Error>, _ story: StoryFold, _ envelope: Envelope
    ) {
        guard faults[index] == nil else { return }
        switch result {
        case .success(let rows):
            guard !rows.changes.isEmpty else { return }
            if story.changes.isEmpty { changes[envelope.story] = story.changes }
            bytes -= story.changes.bytes
            story.changes.add(rows, of: index, among: projections.count)
            bytes += story.changes.bytes
        case .failure(let error): faults[index] = ProjectionFault(position: envelope.position, error)
        }
    }

    private func stopAll(at position: Position, _ error: any Error) {
        for index in faults.indices where faults[index] == nil {
            faults[index] = ProjectionFault(position: position, error)
        }
    }

    /// Folds a story again because its past is not what it was: data of it was withheld.
    private func foldAnew(_ id: StoryID, before read: ReadEvent) throws(EventLogError) {
        cache.forget(id)
        bytes -= changes.removeValue(forKey: id)?.bytes ?? 0
        purged.insert(id)
        let story = StoryFold(projections)
        try fold(story, id, before: read) { index, result, envelope in hear(index, result, story, envelope) }
        cache.keep(story, as: id)
    }

    /// The story as it stood before an event, folded from the log where it is not kept.
    private func story(_ id: StoryID, before read: ReadEvent) throws(EventLogError) -> StoryFold {
        if let kept = cache.story(id), kept.count <= read.envelope.revision.value { return kept }
        cache.forget(id)
        let story = StoryFold(projections, changes: changes[id] ?? StoryChanges())
        // Its rows are written already.
        try fold(story, id, before: read) { _, _, _ in }
        cache.keep(story, as: id)
        return story
    }

    private func fold(
        _ story: StoryFold, _ id: StoryID, before read: ReadEvent,
        hear: (Int, Result<StoryRows, any Error>, Envelope) -> Void
    ) throws(EventLogError) {
        var next = Revision.first
        while next < read.envelope.revision {
            let count = min(500, read.envelope.revision.value - next.value)
            let page = try store.events(of: id, from: next, limit: Int(count))
            guard let last = page.last else { break }
            for event in page where isAdmitted(event.envelope) {
                let read = ReadEvent(event)
                // What could not be read has stopped the projections where it stood.
                guard case .success(let payload) = read.payload else { continue }
                story.apply(read, payload) { index, result in hear(index, result, event.envelope) }
            }
            next = last.envelope.revision.next
        }
    }
}
