import CanonicalJSON
import EventLog
import StoryEvents

/// Folds the log with several ledger projections that have reached one position, and collects the changes of their
/// rows.
final class LedgerFold {
    let projections: [any LedgerProjection.Type]
    private let store: any EventStore
    /// Events that happened later are skipped.
    private let at: EventTime?
    /// Records which projection folds which event.
    private let note: FoldNote?
    private var cache: StoryCache
    /// The changes since ``takeChanges()``, for each story that has any.
    private var changes: [StoryID: StoryChanges] = [:]
    /// Approximate size of the collected rows, in bytes.
    private(set) var bytes = 0
    /// Where each projection stopped; nil while it goes on.
    private(set) var faults: [ProjectionFault?]
    /// Stories with withheld data. All their stored rows are deleted before their changes are written.
    private(set) var purged: Set<StoryID> = []

    /// - Parameters:
    ///   - projections: All have reached the same position.
    ///   - store: The log; it is read again for stories that are not in memory.
    ///   - at: Events that happened later are skipped.
    ///   - memory: Approximate size of the stories held in memory, in bytes.
    init(
        _ projections: [any LedgerProjection.Type], _ store: any EventStore, at: EventTime? = nil,
        memory: Int = 8 << 20, note: FoldNote? = nil
    ) {
        self.projections = projections
        self.store = store
        self.at = at
        self.note = note
        cache = StoryCache(mostBytes: memory / 2)
        faults = projections.map { _ in nil }
    }

    /// Whether every projection has stopped.
    var isStopped: Bool { faults.allSatisfy { $0 != nil } }

    /// Folds the log's next event.
    ///
    /// A projection that fails stops at that event; the others go on.
    func apply(_ read: ReadEvent) throws(EventLogError) {
        note?.at(read.envelope.position)
        let payload: Payload
        switch read.payload {
        case .success(let found): payload = found
        case .failure(let fault): return stopAll(at: read.envelope.position, fault)
        }
        let id = read.envelope.story
        if read.envelope.type == .withheld {
            try foldAnew(id, before: read)
            try foldOthers(payload, than: id, before: read)
        }
        let story = try story(id, before: read)
        let bytes = story.bytes
        apply(read, payload, to: story)
        cache.grew(by: story.bytes - bytes)
    }

    /// The changed rows of a story, by projection and key.
    typealias Changed = (story: StoryID, rows: [[Text: StoryRows.Change]])

    /// Returns the collected changes, ordered by story, and starts an empty collection.
    func takeChanges() -> (purged: Set<StoryID>, changes: [Changed]) {
        defer { (purged, changes, bytes) = ([], [:], 0) }
        return (purged, changes.keys.sorted().map { ($0, changes[$0]?.take() ?? []) })
    }

    private func hasHappened(_ envelope: Envelope) -> Bool { !(at?.isBefore(envelope.time) ?? false) }

    /// Folds an event and collects the changed rows.
    private func apply(_ read: ReadEvent, _ payload: consuming Payload, to story: StoryFold) {
        guard hasHappened(read.envelope) else { return story.passOver(read, payload) }
        let changes = story.changes
        let (wasEmpty, weight) = (changes.isEmpty, changes.bytes)
        story.apply(read, payload, into: changes, &faults, note)
        if wasEmpty, !changes.isEmpty { self.changes[read.envelope.story] = changes }
        bytes += changes.bytes - weight
    }

    /// Stops a projection before the next event.
    func stop(_ index: Int, _ fault: ProjectionFault) { faults[index] = faults[index] ?? fault }

    private func stopAll(at position: Position, _ error: any Error) {
        for index in faults.indices where faults[index] == nil {
            faults[index] = ProjectionFault(position: position, error)
        }
    }

    /// Folds a story again from its first event, because some of its data was withheld.
    private func foldAnew(_ id: StoryID, before read: ReadEvent) throws(EventLogError) {
        cache.forget(id)
        bytes -= changes.removeValue(forKey: id)?.bytes ?? 0
        purged.insert(id)
        let story = StoryFold(projections)
        try each(id, before: read) { read, payload in apply(read, payload, to: story) }
        cache.keep(story, as: id)
    }

    /// Folds the other stories again from which the takedown took data.
    private func foldOthers(_ payload: Payload, than id: StoryID, before read: ReadEvent) throws(EventLogError) {
        guard case .withheld(let takedown) = payload else { return }
        let texts = Set(takedown.same.flatMap { $0.map(\.position) })
        var stories: Set<StoryID> = []
        for taken in takedown.taken where taken.pieces == .all || texts.contains(taken.position) {
            if let story = try store.event(at: taken.position)?.envelope.story, story != id { stories.insert(story) }
        }
        for story in stories.sorted() { try foldAnew(story, before: read) }
    }

    /// The story before an event, folded from the log when it is not in memory.
    private func story(_ id: StoryID, before read: ReadEvent) throws(EventLogError) -> StoryFold {
        if let kept = cache.story(id), kept.count <= read.envelope.revision.value { return kept }
        cache.forget(id)
        let story = StoryFold(projections, changes: changes[id] ?? StoryChanges())
        var faults = faults
        // Its rows are already written or collected.
        if read.envelope.revision > .first {
            try each(id, before: read) { read, payload in
                if hasHappened(read.envelope) {
                    story.apply(read, payload, into: nil, &faults, note)
                } else {
                    story.passOver(read, payload)
                }
            }
        }
        cache.keep(story, as: id)
        return story
    }

    /// Reads the story's events before one from the log, without those that cannot be read.
    private func each(
        _ id: StoryID, before read: ReadEvent, _ body: (ReadEvent, Payload) -> Void
    ) throws(EventLogError) {
        var pages = StoryPages(store, id)
        while case let page = try pages.page(), !page.isEmpty {
            for event in page {
                guard event.envelope.position < read.envelope.position else { return }
                let read = ReadEvent(event)
                // An event that cannot be read has already stopped the projections.
                if case .success(let payload) = read.payload { body(read, payload) }
            }
        }
    }
}
