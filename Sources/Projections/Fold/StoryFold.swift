import CanonicalJSON
import ProseDiff
import StoryEvents

/// The fold of one story by several ledger projections.
final class StoryFold {
    private var folded: Folded
    /// The changed rows.
    let changes: StoryChanges

    /// - Parameters:
    ///   - projections: The projections.
    ///   - changes: Collects the changed rows.
    init(_ projections: [any LedgerProjection.Type], changes: StoryChanges = StoryChanges()) {
        folded = Folded(projections: projections.map { $0.init() })
        self.changes = changes
    }

    /// How many of the story's events were folded.
    var count: Int64 { folded.count }
    /// Approximate size in memory, in bytes.
    var bytes: Int { folded.bytes }

    /// Folds the story's next event.
    ///
    /// - Parameters:
    ///   - payload: The event's content.
    ///   - changes: Collects the changed rows; nil when they are already written.
    ///   - faults: Where each projection stopped. A projection that has stopped is skipped.
    ///   - note: Records which projection folds.
    func apply(
        _ read: ReadEvent, _ payload: consuming Payload, into changes: StoryChanges?,
        _ faults: inout [ProjectionFault?], _ note: FoldNote? = nil
    ) {
        folded.apply(read, payload, into: changes, &faults, note)
    }

    /// Skips the story's next event, which had not happened by the cut.
    func passOver(_ read: ReadEvent, _ payload: Payload) { folded.passOver(read, payload) }
}

/// The states of one story's fold.
private struct Folded {
    var projections: [any LedgerProjection]
    var story = StoryAtCut()
    var order = BackdatingFold()
    var labels = Labels()
    var count: Int64 = 0
    /// Events that had happened by the cut.
    var happened: Int64 = 0
    var bytes = 1024

    mutating func apply(
        _ read: ReadEvent, _ payload: consuming Payload, into changes: StoryChanges?,
        _ faults: inout [ProjectionFault?], _ note: FoldNote?
    ) {
        let before = story.record?.asBefore
        story.apply(read.envelope, payload)
        labels.insert(read.event.labels)
        happened += 1
        let step = StoryStep(
            read, payload, before: before, story: story, order.judge(read.envelope), eventCount: happened,
            labels: labels)
        for index in projections.indices where faults[index] == nil {
            note?.at(projection: index)
            #if DEBUG
                InjectedPoison.shared?.strike(type(of: projections[index]).name, at: read.envelope.position)
            #endif
            var rows = StoryRows()
            do {
                try projections[index].apply(step, to: &rows)
                changes?.add(rows, of: index, among: projections.count, at: read.envelope.position)
            } catch {
                faults[index] = ProjectionFault(position: read.envelope.position, error)
            }
        }
        count = read.envelope.revision.value + 1
        if let state = story.state { bytes = state.weight + 1024 }
    }

    mutating func passOver(_ read: ReadEvent, _ payload: Payload) {
        order.judge(read.envelope)
        story.passOver(read.envelope, payload)
        labels.insert(read.event.labels)
        for index in projections.indices { projections[index].passOver(read.event, payload) }
        count = read.envelope.revision.value + 1
    }
}

extension StoryState {
    fileprivate var asBefore: StoryStep.Before {
        StoryStep.Before(
            fields: fields, withheldFields: Set(withheldFields.keys), version: version, status: status)
    }
}
