import CanonicalJSON
import StoryEvents

/// Stories as their events leave them, kept between transactions so that a busy story is not folded anew each time.
///
/// A state is trusted only while its revision is the story's newest: what was recorded never changes.
final class StateCache {
    private var states: [StoryID: CachedState] = [:]
    /// The stories among ``states`` that the file under way has appended to.
    private var touched: Set<StoryID> = []
    /// The first event that the file under way has appended.
    private var first: Position?
    /// The file under way, counted from 1.
    private var file = 0
    /// Bytes of events that were folded for the file under way.
    private var bytesFolded = 0
    private var bytes = 0
    /// Bytes of memory that states may take, about; past it, all but one are forgotten at once. 16 MiB hold the states of
    /// some 8,000 short stories, and leave `append` below 64 MiB. The largest states, those of a million events or of a
    /// thousand claims with all their hops, take some 20 MiB.
    private let mostBytes: Int

    init(mostBytes: Int = 16 << 20) {
        self.mostBytes = mostBytes
    }

    /// What a document is decided on.
    enum Found {
        /// No such story.
        case none
        case kept(CachedState)
        /// It would have to be folded, and so many bytes were folded for the file already.
        case tooMuchFolded(Int)
    }

    /// A story as it stands in a transaction.
    ///
    /// - Parameter mostFolded: Bytes of events beyond which no further story is folded for the file under way. The first
    ///   always is, however long it is.
    func story(
        _ story: StoryID, in transaction: any AppendTransaction, mostFolded: Int = .max
    ) throws(EventLogError) -> Found {
        guard let newest = try transaction.newestRevision(of: story) else { return .none }
        if let kept = states[story], kept.revision == newest { return .kept(kept) }
        guard bytesFolded <= mostFolded else { return .tooMuchFolded(bytesFolded) }
        return try fold(story, to: newest, in: transaction).map { .kept(keep($0)) } ?? .none
    }

    /// Folds a story from its events, one at a time: each may be as large as a file.
    private func fold(
        _ story: StoryID, to newest: Revision, in transaction: any AppendTransaction
    ) throws(EventLogError) -> StoryState? {
        var state: StoryState?
        var next = Revision.first
        while next <= newest {
            guard let event = try transaction.events(of: story, from: next, limit: 1).first else { break }
            let payload: Payload
            do throws(PayloadFault) { payload = try event.payload() } catch {
                throw .damaged(path: "the story \(story)", error.message)
            }
            state.apply(event.envelope, payload, isForDeciding: true)
            bytesFolded += event.leaf.count + (event.content?.data.count ?? 0)
            next = event.envelope.revision.next
        }
        return state
    }

    /// Folds an event that was appended into the story it was decided on, in place: a long story is not copied for it.
    ///
    /// - Parameter kept: What ``story(_:in:)`` has given.
    func apply(_ envelope: Envelope, _ payload: Payload, to kept: CachedState?) {
        first = first ?? envelope.position
        if let kept {
            if kept.file != file {
                kept.begin(file)
                touched.insert(kept.story)
            }
            bytes -= kept.bytes
            kept.apply(envelope, payload)
            bytes += kept.bytes
            shrink(sparing: kept)
        } else if case .published(let publication) = payload {
            keep(StoryState(envelope, publication, isForDeciding: true))
        }
    }

    @discardableResult
    private func keep(_ state: StoryState) -> CachedState {
        let kept = CachedState(state)
        // It holds events of the file under way, and no mark was set before them.
        if let first, state.position >= first {
            kept.file = file
            touched.insert(kept.story)
        }
        if let before = states.updateValue(kept, forKey: state.story) { bytes -= before.bytes }
        bytes += kept.bytes
        shrink(sparing: kept)
        return kept
    }

    private func shrink(sparing kept: CachedState) {
        guard bytes > mostBytes, states.count > 1 else { return }
        states = [kept.story: kept]
        touched.formIntersection([kept.story])
        bytes = kept.bytes
    }

    func beginFile() {
        file += 1
        bytesFolded = 0
        first = nil
        touched.removeAll(keepingCapacity: true)
    }

    /// Undoes what the file under way has led to. A long story is not folded again because of a refused file.
    func undoFile() {
        for story in touched {
            guard let kept = states[story] else { continue }
            bytes -= kept.bytes
            if kept.undo(file) { bytes += kept.bytes } else { states[story] = nil }
        }
        touched.removeAll(keepingCapacity: true)
    }

    func forgetAll() {
        states.removeAll()
        bytes = 0
    }

    /// A story's state, and about how much it weighs.
    final class CachedState {
        private var held: UncopiedState
        /// The story, its newest event, and what it weighs, which the cache asks for each time.
        let story: StoryID
        /// The source that published the story.
        let source: Text
        fileprivate private(set) var revision: Revision
        fileprivate private(set) var bytes: Int
        /// The last file that has appended to it.
        fileprivate var file = 0
        /// How the story was before that file; nil where the state was folded while the file was under way.
        private var mark: StoryState.Mark?

        fileprivate init(_ state: StoryState) {
            story = state.story
            source = state.source
            revision = state.revision
            bytes = state.weight
            held = UncopiedState(state: state)
        }

        /// A copy of the state.
        var state: StoryState { held.state }

        /// Decides a document on the state as it is.
        func decide(_ document: EventDocument) throws(Refusals) -> Decision { try held.decide(document) }

        fileprivate func begin(_ file: Int) {
            self.file = file
            mark = held.state.mark()
        }

        fileprivate func apply(_ envelope: Envelope, _ payload: Payload) {
            mark?.note(envelope, in: held.state)
            bytes = held.apply(envelope, payload)
            revision = envelope.revision
        }

        /// - Returns: Whether the state is as it was before the file.
        fileprivate func undo(_ file: Int) -> Bool {
            guard self.file == file, let mark else { return false }
            held.state.rewind(to: mark)
            (bytes, revision, self.mark, self.file) = (held.state.weight, held.state.revision, nil, 0)
            return true
        }
    }

    /// A state that cannot be copied: what only looks at it would do that first, and a state is made of many parts.
    private struct UncopiedState: ~Copyable {
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
