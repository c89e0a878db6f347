import CanonicalJSON
import StoryEvents

/// One story in the middle of being folded, by several ledger projections at once.
final class StoryFold {
    private var state: StoryState?
    private var order = BackdatingFold()
    private var projections: [any LedgerProjection]
    /// How many of the story's events were folded.
    private(set) var count: Int64 = 0
    /// How much it weighs, about.
    private(set) var bytes = 1024
    /// What became of its rows.
    let changes: StoryChanges

    /// - Parameters:
    ///   - projections: Those that fold it.
    ///   - changes: Where what becomes of its rows gathers.
    init(_ projections: [any LedgerProjection.Type], changes: StoryChanges = StoryChanges()) {
        self.projections = projections.map { $0.init() }
        self.changes = changes
    }

    /// Folds the story's next event.
    ///
    /// - Parameter hear: Told by each projection, by its index, what it made of the event.
    func apply(_ read: ReadEvent, _ payload: Payload, hear: (Int, Result<StoryRows, any Error>) -> Void) {
        let before = state.map {
            StoryStep.Before(fields: $0.fields, version: $0.version, status: $0.status)
        }
        state.apply(read.envelope, payload)
        let step = StoryStep(read.event, payload, before: before, story: state, order.judge(read.envelope))
        for index in projections.indices {
            var rows = StoryRows()
            do {
                try projections[index].apply(step, to: &rows)
                hear(index, .success(rows))
            } catch {
                hear(index, .failure(error))
            }
        }
        count = read.envelope.revision.value + 1
        weigh()
    }

    private func weigh() {
        guard let state else { return }
        let text = StoryState.textFields.reduce(0) { $0 + (state.text($1)?.utf8.count ?? 0) }
        bytes = text + 256 * state.claims.count + 64 * state.eventIDs.count + 2048
    }
}
