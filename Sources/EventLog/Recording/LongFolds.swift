import CanonicalJSON
import StoryEvents

/// Folds of stories that take longer than one commit may: each commit folds a part.
///
/// One story is folded at a time, because its state may be large. Sources take turns.
struct LongFolds {
    /// A story that is folded up to some revision.
    struct Part {
        let story: StoryID
        /// The state so far; nil before the first event.
        var state: StoryState?
        /// The revision of the next event to fold.
        var next = Revision.first
        /// The story's newest revision when the fold began.
        private var newest: Revision
        /// Whether it was under way before this commit.
        fileprivate(set) var isUnderWay = false

        init(_ story: StoryID, newest: Revision) {
            self.story = story
            self.newest = newest
        }

        /// Folds the story's next event.
        mutating func fold(_ event: RecordedEvent) throws(EventLogError) {
            let envelope = event.envelope
            if envelope.type == .withheld, envelope.revision > newest {
                // Events that were folded have lost pieces since.
                (state, next, newest) = (nil, .first, envelope.revision)
                return
            }
            do throws(PayloadFault) {
                state.apply(envelope, try event.payload(), isForDeciding: true)
            } catch {
                throw .damaged(path: "the story \(story)", error.message)
            }
            next = envelope.revision.next
        }
    }

    private var part: Part?
    /// States that were folded for the same file before. They stay until it is decided: the next commit would have to fold
    /// them again.
    private(set) var held: [StoryID: StateCache.CachedState] = [:]
    /// The file that needs them, and the bytes of events that were folded for it.
    private var cost: (file: Text, bytes: Int)?
    /// Sources whose files need a long fold, with the last commit in which each asked for it. The fold under way is the
    /// first one's.
    private var line: [(source: Text, asked: Int)] = []
    private var commit = 0
    /// Counts the turns of sources.
    private(set) var turn = 0

    /// Commits without a file that needs the fold, after which it is dropped in favour of another: its file is gone.
    private static let mostUnasked = 64

    mutating func beginCommit() { commit += 1 }

    /// Bytes of events that earlier commits folded for a file.
    func bytes(for file: Text) -> Int { cost.flatMap { $0.file == file ? $0.bytes : nil } ?? 0 }

    /// Returns the unfinished fold of a story; it must be given back unless it is finished.
    mutating func take(_ story: StoryID, newest: Revision) -> Part {
        guard let found = part, found.story == story else { return Part(story, newest: newest) }
        part = nil
        return found
    }

    /// Keeps the unfinished fold of a story until the next commit. It is dropped while the story of another source is under way.
    mutating func give(_ unfinished: consuming Part, for source: Text, _ file: Text, bytes: Int) {
        if let first = line.first, first.asked < commit - Self.mostUnasked { forget() }
        if let place = line.firstIndex(where: { $0.source == source }) {
            line[place].asked = commit
        } else {
            line.append((source, commit))
        }
        guard unfinished.isUnderWay || line.first?.source == source else { return }
        unfinished.isUnderWay = true
        part = unfinished
        cost = (file, bytes)
    }

    /// Whether it is a source's turn.
    func isTurn(of source: Text) -> Bool { line.first?.source == source }

    /// Holds a state until the file is decided.
    mutating func hold(_ state: StateCache.CachedState) {
        state.turn = turn
        held[state.story] = state
    }

    mutating func takeHeld(_ story: StoryID) -> StateCache.CachedState? { held.removeValue(forKey: story) }

    /// Notes that a file of a source was decided.
    mutating func noteDecided(_ source: Text) {
        guard let place = line.firstIndex(where: { $0.source == source }) else { return }
        if place == 0 { forget() } else { line.remove(at: place) }
    }

    /// Forgets the fold under way, and gives the next source its turn.
    private mutating func forget() {
        (part, cost, held) = (nil, nil, [:])
        turn += 1
        if !line.isEmpty { line.removeFirst() }
    }

    /// Forgets a part that has read events from a position on: they are undone.
    mutating func forget(from position: Position) {
        if let read = part?.state?.position, read >= position { part = nil }
    }

    mutating func forgetAll() {
        line = []
        forget()
    }
}
