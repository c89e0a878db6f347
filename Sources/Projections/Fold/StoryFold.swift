import CanonicalJSON
import StoryEvents

/// One story in the middle of being folded, by several ledger projections at once.
final class StoryFold {
    private var folded: Folded
    /// What became of its rows.
    let changes: StoryChanges

    /// - Parameters:
    ///   - projections: Those that fold it.
    ///   - changes: Where what becomes of its rows gathers.
    init(_ projections: [any LedgerProjection.Type], changes: StoryChanges = StoryChanges()) {
        folded = Folded(projections: projections.map { $0.init() })
        self.changes = changes
    }

    /// How many of the story's events were folded.
    var count: Int64 { folded.count }
    /// How much it weighs, about.
    var bytes: Int { folded.bytes }

    /// Folds the story's next event.
    ///
    /// - Parameters:
    ///   - payload: What the event says.
    ///   - changes: Gets what becomes of rows; nil where they are written already.
    ///   - faults: Where projections stopped, and why. Those that have are passed over.
    ///   - note: Is told which projection folds.
    func apply(
        _ read: ReadEvent, _ payload: consuming Payload, into changes: StoryChanges?,
        _ faults: inout [ProjectionFault?], _ note: FoldNote? = nil
    ) {
        folded.apply(read, payload, into: changes, &faults, note)
    }

    /// Passes over the story's next event: it had not happened by the cut.
    func passOver(_ read: ReadEvent, _ payload: Payload) { folded.passOver(read, payload) }
}

/// What is kept of a story.
private struct Folded {
    var projections: [any LedgerProjection]
    var story = StoryAtCut()
    var order = BackdatingFold()
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
        happened += 1
        let step = StoryStep(
            read, payload, before: before, story: story, order.judge(read.envelope), eventCount: happened)
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
        for index in projections.indices { projections[index].passOver(read.event, payload) }
        count = read.envelope.revision.value + 1
    }
}

extension StoryState {
    fileprivate var asBefore: StoryStep.Before { StoryStep.Before(fields: fields, version: version, status: status) }
}
