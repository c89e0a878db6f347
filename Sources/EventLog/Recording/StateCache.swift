import CanonicalJSON
import StoryEvents

/// The states of stories, cached between transactions so that a busy story is not folded again each time.
///
/// A state is trusted only while its revision is the story's newest and nothing more was taken down.
final class StateCache {
    private var states: [StoryID: CachedState] = [:]
    /// Uses of states, oldest first. Only the last use of each state counts.
    private var uses: ArraySlice<(story: StoryID, number: Int)> = []
    private var useNumber = 0
    /// The stories among ``states`` that the file under way has appended to.
    private var touched: Set<StoryID> = []
    /// The first event that the file under way has appended.
    private var first: Position?
    /// The file under way, counted from 1.
    private var file = 0
    /// Bytes of events that were folded for the file under way.
    private var bytesFolded = 0
    private var bytes = 0
    /// Approximate bytes of memory for states; beyond it, the least recently used are forgotten. 8 MiB hold the states of
    /// some 4,000 short stories, and leave the daemon below 96 MiB. The state in use may be larger.
    private let mostBytes: Int
    private var longFolds = LongFolds()
    /// The end of the log after which the cached states were folded.
    private var newestTakedown: Position?
    /// States that were folded for the file under way, where it may be put off.
    private var used: [CachedState] = []
    private var usedBytes = 0
    /// Bytes of states that are held for a file that was put off; one that needs more is refused.
    private static let mostHeldBytes = 64 << 20

    init(mostBytes: Int = 8 << 20) {
        self.mostBytes = mostBytes
    }

    /// What a document is decided on.
    enum Found {
        /// No such story.
        case none
        case kept(CachedState)
        /// It would have to be folded, and so many bytes were folded for the file already.
        case tooMuchFolded(Int)
        /// A part of it is folded; a later commit goes on.
        case unfinished
    }

    /// What may be folded for one file.
    struct FoldLimits {
        /// Bytes of events beyond which no further story is folded. The first always is, however long it is.
        var mostBytes = Int.max
        /// Bytes of events that are folded in one commit however long it takes.
        var fewestBytes = 0
        /// The file's source.
        var source: Text = ""
        /// The file's name.
        var file: Text = ""
    }

    /// A story in a transaction.
    ///
    /// - Parameter timer: The time for folds for the file under way.
    func story(
        _ story: StoryID, in transaction: any AppendTransaction, _ timer: inout FoldTimer,
        _ limits: FoldLimits = FoldLimits()
    ) throws(EventLogError) -> Found {
        guard let newest = try transaction.newestRevision(of: story) else { return .none }
        if let kept = states[story], kept.revision == newest {
            noteUse(of: kept)
            return .kept(kept)
        }
        if let kept = longFolds.takeHeld(story), kept.revision == newest {
            add(kept)
            noteUsed(kept)
            return .kept(kept)
        }
        timer.toggle()
        defer { timer.toggle() }
        return try fold(story, to: newest, in: transaction, timer, limits)
    }

    /// Folds a story from its events, one at a time: each may be as large as a file.
    private func fold(
        _ story: StoryID, to newest: Revision, in transaction: any AppendTransaction, _ timer: FoldTimer,
        _ limits: FoldLimits
    ) throws(EventLogError) -> Found {
        let before = longFolds.bytes(for: limits.file)
        var part = longFolds.take(story, newest: newest)
        guard part.isUnderWay || bytesFolded + before <= limits.mostBytes else {
            return .tooMuchFolded(bytesFolded + before)
        }
        while part.next <= newest {
            guard let event = try transaction.events(of: story, from: part.next, limit: 1).first else { break }
            bytesFolded += event.leaf.count + (event.content?.data.count ?? 0)
            try part.fold(event)
            if part.next <= newest, bytesFolded > limits.fewestBytes, timer.isOver {
                guard usedBytes <= Self.mostHeldBytes else { return .tooMuchFolded(bytesFolded + before) }
                longFolds.give(part, for: limits.source, limits.file, bytes: bytesFolded + before)
                return .unfinished
            }
        }
        guard let state = part.state else { return .none }
        let kept = keep(state)
        // The source whose turn it is needs it, whichever has asked.
        if part.isUnderWay { kept.turn = longFolds.turn }
        if timer.isLimited { noteUsed(kept) }
        return .kept(kept)
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
            shrink()
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
        add(kept)
        return kept
    }

    private func add(_ kept: CachedState) {
        if let before = states.updateValue(kept, forKey: kept.story) { bytes -= before.bytes }
        bytes += kept.bytes
        noteUse(of: kept)
        shrink()
    }

    private func noteUsed(_ kept: CachedState) {
        usedBytes += kept.bytes
        if usedBytes <= Self.mostHeldBytes { used.append(kept) } else { used = [] }
    }

    private func noteUse(of kept: CachedState) {
        // Most documents are about the story of the one before them.
        guard kept.lastUse != useNumber else { return }
        useNumber += 1
        kept.lastUse = useNumber
        uses.append((kept.story, useNumber))
        if uses.count > 2 * states.count + 64 { uses.removeAll { states[$0.story]?.lastUse != $0.number } }
    }

    /// Forgets the least recently used states, but for the one in use, until the others fit.
    private func shrink() {
        while bytes > mostBytes, states.count > 1, let oldest = uses.popFirst() {
            guard let kept = states[oldest.story], kept.lastUse == oldest.number else { continue }
            states[oldest.story] = nil
            bytes -= kept.bytes
        }
    }

    /// - Parameter takedown: The newest event that took data of others. A takedown changes stories whose revision stays.
    func beginCommit(newestTakedown takedown: Position?) {
        if takedown != newestTakedown { forgetAll() }
        newestTakedown = takedown
        longFolds.beginCommit()
    }

    func beginFile() {
        file += 1
        bytesFolded = 0
        first = nil
        touched.removeAll(keepingCapacity: true)
        used.removeAll(keepingCapacity: true)
        usedBytes = 0
    }

    /// Ends the file under way: holds states for the file that was put off, and lets them go once it is decided.
    ///
    /// - Parameters:
    ///   - isUndone: Whether nothing that it appended stays.
    ///   - isPutOff: Whether it needs a long fold.
    func endFile(of source: Text, isUndone: Bool, isPutOff: Bool) {
        if isUndone { undoFile() }
        if !isPutOff { longFolds.noteDecided(source) }
        for kept in used {
            // Files of other sources may have used one, too.
            guard kept.turn == longFolds.turn || isPutOff && longFolds.isTurn(of: source) else { continue }
            if states[kept.story] === kept {
                states[kept.story] = nil
                bytes -= kept.bytes
            } else if isUndone, kept.file == file, !kept.undo(file) {
                continue
            }
            longFolds.hold(kept)
        }
        used = []
    }

    /// Undoes what the file under way has led to. A long story is not folded again because of a refused file.
    private func undoFile() {
        for story in touched {
            guard let kept = states[story] else { continue }
            bytes -= kept.bytes
            if kept.undo(file) { bytes += kept.bytes } else { states[story] = nil }
        }
        touched.removeAll(keepingCapacity: true)
        if let first { longFolds.forget(from: first) }
    }

    func forgetAll() {
        states.removeAll()
        uses = []
        bytes = 0
        used = []
        longFolds.forgetAll()
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
        /// The number of its last use.
        fileprivate var lastUse = -1
        /// The turn for which it is held, as ``LongFolds`` counts them.
        var turn = -1
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
