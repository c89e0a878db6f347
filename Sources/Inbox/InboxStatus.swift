import CanonicalJSON
import StoryEvents

/// The state of intake at one moment.
public struct InboxStatus: Hashable, Sendable {
    /// A deferred file: it waits for a story, or for an event or request of it.
    public struct Waiting: Hashable, Sendable {
        /// Its path below the inbox.
        public var file: Text
        /// Its inode, which tells it from another file under the same name; 0 if unknown.
        public var inode: UInt64 = 0
        /// The story it waits for.
        public var story: StoryID
        /// What it waits for, such as `event e17`.
        public var missing: Text
        /// When it began to wait.
        public var since: RecordedTime
        /// When it is refused.
        public var until: RecordedTime
    }

    /// A directory or file that is suspended because of a fault of its own.
    public struct Suspended: Hashable, Sendable {
        /// Its path below the inbox.
        public var file: Text
        /// Whether it is a directory.
        public var isDirectory: Bool
        /// Why it was suspended.
        public var reason: Text
        /// What to do about it.
        public var remedy: Text
        /// When it was suspended.
        public var since: RecordedTime
        /// When it is tried again.
        public var until: RecordedTime
    }

    /// A file that is being written, or that settles.
    public struct Unfinished: Hashable, Sendable {
        /// Its path below the inbox.
        public var file: Text
        /// Whether a writer has it open; otherwise it settles.
        public var isOpen: Bool
        /// Whether a writer may have it open, because the system lost notices about the inbox.
        public var isPerhapsOpen = false
        /// When it is taken at the latest, if nothing changes.
        public var until: RecordedTime
    }

    /// A directory or file that is not taken as it is.
    public struct LeftOut: Hashable, Sendable {
        /// Its path below the inbox.
        public var file: Text
        /// The reason.
        public var reason: String
        /// Whether this process lacks the right to look at it.
        public var isDenied = false
    }

    /// A source with directories that are not watched: files in them are found by the scan only.
    public struct Unwatched: Hashable, Sendable {
        /// The source.
        public var source: Text
        /// How many of its directories are not watched.
        public var directories: Int
    }

    /// A fault that stops all intake.
    public struct IntakeBlocked: Hashable, Sendable {
        /// The refused operation.
        public var reason: String
        /// What to do about it.
        public var remedy: String
        /// When it began.
        public var since: RecordedTime
    }

    /// Why there is no note of the files in work, and what to do about it.
    public struct Unguarded: Hashable, Sendable {
        /// What the system refused.
        public var reason: String
        /// What to do about it.
        public var remedy: String
    }

    /// Files that became events, since the start.
    public var appended = 0
    /// Files whose events were recorded already, since the start.
    public var duplicate = 0
    /// Files that changed nothing, since the start.
    public var unchanged = 0
    /// Files that were refused, since the start.
    public var quarantined = 0
    /// What was measured since the start.
    public internal(set) var measures = IntakeMeasures()
    /// Whether everything that was in the inbox at the start has been scanned.
    public internal(set) var hasScanned = false
    /// The time of the last commit.
    public var lastCommit: RecordedTime?
    /// The last fault, whether or not it is over.
    public var lastError: String?
    /// The fault that stops all intake; nil if there is none.
    public var stall: IntakeBlocked?
    /// Why no end of the process can be attributed to a file; nil if it can.
    public internal(set) var unguarded: Unguarded?
    /// Since when readers keep the log's write-ahead log from being emptied; nil where none does.
    public var walHeldSince: RecordedTime?
    /// Deferred files, longest wait first.
    public var waiting: [Waiting] = []
    /// Suspended directories and files, by name.
    public var suspended: [Suspended] = []
    /// Files that are being written or settle: a few of each source.
    public var unfinished: [Unfinished] = []
    /// Names that are not taken as they are.
    public var leftOut: [LeftOut] = []
    /// Sources with more directories than are watched.
    public var unwatched: [Unwatched] = []
    /// Recorded files that could not be moved out of the inbox yet, as paths below it.
    public var unmoved: [Text] = []

    /// Files that were recorded since the start.
    public var taken: Int { appended + duplicate + unchanged }
}

extension InboxStatus {
    /// The numbers and the fault that a line about intake says. Compared at each commit, so it copies no lists.
    struct Outline: Equatable {
        let hasScanned: Bool
        let stall: String?
        let counts: [Int]
    }

    var outline: Outline {
        Outline(
            hasScanned: hasScanned, stall: stall?.reason,
            counts: [taken, quarantined, waiting.count, suspended.count, unmoved.count])
    }
}
