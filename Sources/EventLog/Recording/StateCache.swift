import StoryEvents

/// Stories as their events leave them, kept between transactions so that a busy story is not folded anew each time.
///
/// A state is trusted only while its revision is the story's newest: what was recorded never changes.
final class StateCache {
    private var states: [StoryID: Kept] = [:]
    /// What the file under way has folded.
    private var touched: [Kept] = []
    private var bytes = 0
    /// UTF-8 bytes of text to keep, about; past it, everything is forgotten at once.
    private let mostBytes: Int

    init(mostBytes: Int = 16 << 20) {
        self.mostBytes = mostBytes
    }

    /// A story as it stands in a transaction; nil when there is none.
    func story(_ story: StoryID, in transaction: any AppendTransaction) throws(EventLogError) -> Kept? {
        guard let newest = try transaction.newestRevision(of: story) else { return nil }
        if let kept = states[story], kept.state.revision == newest { return kept }
        let state: StoryState?
        let events = try transaction.events(of: story)
        do throws(PayloadFault) { state = try StoryState.fold(events) } catch let fault {
            throw .damaged(path: "the story \(story)", fault.message)
        }
        return state.map(keep)
    }

    /// Folds an event that was appended into the story it was decided on, in place: a long story is not copied for it.
    ///
    /// - Parameter kept: What ``story(_:in:)`` has given.
    func apply(_ envelope: Envelope, _ payload: Payload, to kept: Kept?) {
        if let kept {
            touch(kept)
            bytes -= kept.bytes
            kept.apply(envelope, payload)
            bytes += kept.bytes
            shrink(sparing: kept)
        } else if case .published(let publication) = payload {
            keep(StoryState(envelope, publication))
        }
    }

    @discardableResult
    private func keep(_ state: StoryState) -> Kept {
        let kept = Kept(state)
        touch(kept)
        if let before = states.updateValue(kept, forKey: state.story) { bytes -= before.bytes }
        bytes += kept.bytes
        shrink(sparing: kept)
        return kept
    }

    private func shrink(sparing kept: Kept) {
        guard bytes > mostBytes, states.count > 1 else { return }
        states = [kept.state.story: kept]
        bytes = kept.bytes
    }

    private func touch(_ kept: Kept) {
        guard !kept.isTouched else { return }
        kept.isTouched = true
        touched.append(kept)
    }

    func beginFile() {
        for kept in touched { kept.isTouched = false }
        touched.removeAll(keepingCapacity: true)
    }

    /// Forgets what the file under way has led to.
    func undoFile() {
        for kept in touched where states[kept.state.story] === kept {
            states[kept.state.story] = nil
            bytes -= kept.bytes
        }
    }

    func forgetAll() {
        states.removeAll()
        bytes = 0
    }

    /// A story's state, and about how much it weighs.
    final class Kept {
        private(set) var state: StoryState
        fileprivate private(set) var bytes: Int
        /// Whether the file under way has folded it.
        fileprivate var isTouched = false

        fileprivate init(_ state: StoryState) {
            self.state = state
            bytes = state.weight
        }

        fileprivate func apply(_ envelope: Envelope, _ payload: Payload) {
            state.apply(envelope, payload)
            bytes = state.weight
        }
    }
}
