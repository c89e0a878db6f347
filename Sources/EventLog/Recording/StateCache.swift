import CanonicalJSON
import StoryEvents

/// Stories as their events leave them, kept between transactions so that a busy story is not folded anew each time.
///
/// A state is trusted only while its revision is the story's newest: what was recorded never changes.
final class StateCache {
    private var states: [StoryID: Kept] = [:]
    /// The stories that the file under way has folded: not their states, which may be many more than are kept.
    private var touched: [StoryID] = []
    /// The file under way, counted from 1.
    private var file = 0
    private var bytes = 0
    /// UTF-8 bytes of text to keep, about; past it, everything is forgotten at once.
    private let mostBytes: Int

    init(mostBytes: Int = 16 << 20) {
        self.mostBytes = mostBytes
    }

    /// A story as it stands in a transaction; nil when there is none.
    func story(_ story: StoryID, in transaction: any AppendTransaction) throws(EventLogError) -> Kept? {
        guard let newest = try transaction.newestRevision(of: story) else { return nil }
        if let kept = states[story], kept.revision == newest { return kept }
        let state: StoryState?
        let events = try transaction.events(of: story)
        do throws(PayloadFault) { state = try StoryState.fold(events) } catch let fault {
            throw .damaged(path: "the story \(story)", fault.message)
        }
        guard let state, let first = events.first else { return nil }
        return keep(state, publisher: first.envelope.identity.source)
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
            keep(StoryState(envelope, publication), publisher: envelope.identity.source)
        }
    }

    @discardableResult
    private func keep(_ state: StoryState, publisher: Text) -> Kept {
        let kept = Kept(state, publisher: publisher)
        touch(kept)
        if let before = states.updateValue(kept, forKey: state.story) { bytes -= before.bytes }
        bytes += kept.bytes
        shrink(sparing: kept)
        return kept
    }

    private func shrink(sparing kept: Kept) {
        guard bytes > mostBytes, states.count > 1 else { return }
        states = [kept.story: kept]
        bytes = kept.bytes
    }

    private func touch(_ kept: Kept) {
        guard kept.file != file else { return }
        kept.file = file
        touched.append(kept.story)
    }

    func beginFile() {
        file += 1
        touched.removeAll(keepingCapacity: true)
    }

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

    /// A story's state, and about how much it weighs.
    final class Kept {
        private var held: Held
        /// The story, its newest event, and what it weighs, which the cache asks for each time.
        let story: StoryID
        /// The source that published the story.
        let publisher: Text
        fileprivate private(set) var revision: Revision
        fileprivate private(set) var bytes: Int
        /// The last file that has folded it.
        fileprivate var file = 0

        fileprivate init(_ state: StoryState, publisher: Text) {
            self.publisher = publisher
            story = state.story
            revision = state.revision
            bytes = state.weight
            held = Held(state: state)
        }

        /// A copy of the state.
        var state: StoryState { held.state }

        /// Decides a document on the state as it is.
        func decide(_ document: EventDocument) throws(Refusals) -> Decision { try held.decide(document) }

        fileprivate func apply(_ envelope: Envelope, _ payload: Payload) {
            bytes = held.apply(envelope, payload)
            revision = envelope.revision
        }
    }

    /// A state that cannot be copied: what only looks at it would do that first, and a state is made of many parts.
    private struct Held: ~Copyable {
        var state: StoryState

        borrowing func decide(_ document: EventDocument) throws(Refusals) -> Decision {
            try Decision(document, on: state)
        }

        /// - Returns: What the state weighs then.
        mutating func apply(_ envelope: Envelope, _ payload: Payload) -> Int {
            state.apply(envelope, payload)
            return state.weight
        }
    }
}
