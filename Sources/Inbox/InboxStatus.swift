import CanonicalJSON
import StoryEvents

/// How the intake stands, at one moment.
public struct InboxStatus: Hashable, Sendable {
    /// A file that waits for a story, or for an event or request of it.
    public struct Waiting: Hashable, Sendable {
        /// Its path below the inbox.
        public var file: Text
        /// The story it waits for.
        public var story: StoryID
        /// What it waits for, such as `event e17`.
        public var missing: Text
        /// Since when.
        public var since: RecordedTime
        /// When it is refused.
        public var until: RecordedTime
    }

    /// A directory or file that is left alone for a while because of a fault of its own.
    public struct Suspended: Hashable, Sendable {
        /// Its path below the inbox.
        public var file: Text
        /// Whether it is a directory.
        public var isDirectory: Bool
        /// What was refused.
        public var reason: Text
        /// What to do about it.
        public var remedy: Text
        /// Since when.
        public var since: RecordedTime
        /// When it is tried again.
        public var until: RecordedTime
    }

    /// A file that is being written, or that settles.
    public struct Unfinished: Hashable, Sendable {
        /// Its path below the inbox.
        public var file: Text
        /// Whether a writer has it open; else it settles.
        public var isOpen: Bool
        /// Whether a writer may have it open: the system lost its notices about the inbox meanwhile.
        public var isPerhapsOpen = false
        /// When it is taken if nothing happens.
        public var until: RecordedTime
    }

    /// A directory or file that is not taken as it is.
    public struct LeftOut: Hashable, Sendable {
        /// Its path below the inbox.
        public var file: Text
        /// Why.
        public var reason: String
    }

    /// What keeps everything from being taken in.
    public struct Stall: Hashable, Sendable {
        /// What was refused, and by what.
        public var reason: String
        /// What to do about it.
        public var remedy: String
        /// Since when.
        public var since: RecordedTime
    }

    /// Files that became events, since the start.
    public var appended = 0
    /// Files that were there already, since the start.
    public var duplicate = 0
    /// Files that changed nothing, since the start.
    public var unchanged = 0
    /// Files that were refused, since the start.
    public var quarantined = 0
    /// Whether all that was there at the start has been looked at.
    public internal(set) var hasScanned = false
    /// When files were last taken in.
    public var lastCommit: RecordedTime?
    /// What last went wrong, whether or not it is over.
    public var lastError: String?
    /// What keeps everything from being taken in; nil when nothing does.
    public var stall: Stall?
    /// Files that wait for a story, event or request, longest first.
    public var waiting: [Waiting] = []
    /// Directories and files that are left alone for a while, by name.
    public var suspended: [Suspended] = []
    /// Files that are being written or settle: a few of each source.
    public var unfinished: [Unfinished] = []
    /// What is not taken as it is.
    public var leftOut: [LeftOut] = []
    /// Files that are recorded and could not be moved out of the inbox yet, as paths below it.
    public var unmoved: [Text] = []

    /// Files that were taken in since the start.
    public var taken: Int { appended + duplicate + unchanged }
}
