import StoryEvents

/// Stories as their events leave them, kept between transactions so that a busy story is not folded anew each time.
///
/// A state is trusted only while its revision is the story's newest: what was recorded never changes.
final class StateCache {
    private var states: [StoryID: Kept] = [:]
    private var touched: Set<StoryID> = []
    private var bytes = 0
    /// UTF-8 bytes of text to keep, about; past it, everything is forgotten at once.
    private let mostBytes: Int

    init(mostBytes: Int = 16 << 20) {
        self.mostBytes = mostBytes
    }

    /// A story as it stands in a transaction; nil when there is none.
    func state(of story: StoryID, in transaction: any AppendTransaction) throws(EventLogError) -> StoryState? {
        guard let newest = try transaction.newestRevision(of: story) else { return nil }
        if let kept = states[story], kept.state.revision == newest { return kept.state }
        let state: StoryState?
        let events = try transaction.events(of: story)
        do throws(PayloadFault) { state = try StoryState.fold(events) } catch let fault {
            throw .damaged(path: "the story \(story)", fault.message)
        }
        if let state { keep(state) }
        return state
    }

    /// Folds an event that was appended into the state that is kept, in place: a long story is not copied for it.
    func apply(_ envelope: Envelope, _ payload: Payload) {
        if let before = states[envelope.story]?.bytes {
            touched.insert(envelope.story)
            let after = states[envelope.story]!.apply(envelope, payload)
            grow(by: after - before, sparing: envelope.story)
        } else if case .published(let publication) = payload {
            keep(StoryState(envelope, publication))
        }
    }

    private func keep(_ state: StoryState) {
        let kept = Kept(state)
        touched.insert(state.story)
        let before = states.updateValue(kept, forKey: state.story)?.bytes ?? 0
        grow(by: kept.bytes - before, sparing: state.story)
    }

    private func grow(by change: Int, sparing story: StoryID) {
        bytes += change
        guard bytes > mostBytes, states.count > 1, let spared = states[story] else { return }
        states = [story: spared]
        bytes = spared.bytes
    }

    func beginFile() { touched.removeAll(keepingCapacity: true) }

    /// Forgets what the file under way has led to.
    func undoFile() {
        for story in touched {
            if let kept = states.removeValue(forKey: story) { bytes -= kept.bytes }
        }
    }

    func forgetAll() {
        states.removeAll()
        bytes = 0
    }

    /// A state, and about how much it weighs.
    private struct Kept {
        var state: StoryState
        var bytes: Int

        init(_ state: StoryState) {
            self.state = state
            bytes = Self.size(of: state)
        }

        /// - Returns: How much it weighs now.
        mutating func apply(_ envelope: Envelope, _ payload: Payload) -> Int {
            state.apply(envelope, payload)
            bytes = Self.size(of: state)
            return bytes
        }

        private static func size(of state: StoryState) -> Int {
            let text = StoryState.textFields.reduce(0) { $0 + (state.text($1)?.utf8.count ?? 0) }
            return text + 256 * state.claims.count + 64 * state.eventIDs.count + 1024
        }
    }
}
