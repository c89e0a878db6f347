import StoryEvents

/// Stories as their events leave them, kept between transactions so that a busy story is not folded anew each time.
///
/// A state is trusted only while its revision is the story's newest: what was recorded never changes.
final class StateCache {
    private var states: [StoryID: StoryState] = [:]
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
        if let state = states[story], state.revision == newest { return state }
        let state: StoryState?
        let events = try transaction.events(of: story)
        do throws(PayloadFault) { state = try StoryState.fold(events) } catch let fault {
            throw .damaged(path: "the story \(story)", fault.message)
        }
        if let state { keep(state) }
        return state
    }

    /// Keeps a state that an append has led to.
    func keep(_ state: StoryState) {
        if let old = states.updateValue(state, forKey: state.story) { bytes -= Self.size(of: old) }
        bytes += Self.size(of: state)
        touched.insert(state.story)
        if bytes > mostBytes, states.count > 1 {
            forgetAll()
            states[state.story] = state
            bytes = Self.size(of: state)
        }
    }

    func beginFile() { touched.removeAll(keepingCapacity: true) }

    /// Forgets what the file under way has led to.
    func undoFile() {
        for story in touched {
            if let state = states.removeValue(forKey: story) { bytes -= Self.size(of: state) }
        }
    }

    func forgetAll() {
        states.removeAll()
        bytes = 0
    }

    private static func size(of state: StoryState) -> Int {
        let text = StoryState.textFields.reduce(0) { $0 + (state.text($1)?.utf8.count ?? 0) }
        return text + 256 * state.claims.count + 64 * state.eventIDs.count + 1024
    }
}
