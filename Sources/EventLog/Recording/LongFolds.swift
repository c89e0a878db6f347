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
    /// The file that needs the story, and the bytes of events that were folded for it.
    private var cost: (file: Text, bytes: Int)?
    /// Sources whose files need a long fold, with the last commit in which each asked for it. The fold under way is the
    /// first one's.
    private var line: [(source: Text, asked: Int)] = []
    private var commit = 0

    /// Commits without a file that needs the fold, after which it is dropped in favour of another: its file is gone.
    private static let mostUnasked = 64

    mutating func beginCommit() { commit += 1 }

    /// Bytes of events that earlier commits folded for a file.
    func bytes(for file: Text) -> Int { cost.flatMap { $0.file == file ? $0.bytes : nil } ?? 0 }

    /// Returns what is folded of a story; it must be given back, or finished.
    mutating func take(_ story: StoryID, newest: Revision) -> Part {
        guard let found = part, found.story == story else { return Part(story, newest: newest) }
        part = nil
        return found
    }

    /// Keeps what is folded of a story until the next commit. It is dropped while the story of another source is under way.
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

    /// Notes that a story is folded to its end.
    mutating func finish(_ finished: Part) { if finished.isUnderWay { forget() } }

    /// Forgets the fold under way: what it has read may not stay in the log, or its file is gone.
    mutating func forget() {
        (part, cost) = (nil, nil)
        if !line.isEmpty { line.removeFirst() }
    }

    /// Forgets the fold under way where it has read events from a position on.
    mutating func forget(from position: Position) {
        if let read = part?.state?.position, read >= position { forget() }
    }

    mutating func forgetAll() { (part, cost, line) = (nil, nil, []) }
}
