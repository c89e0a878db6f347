import CanonicalJSON
import StoryEvents

/// How the intake stands, at one moment.
public struct InboxStatus: Hashable, Sendable {
    /// A file about a story that is not there yet.
    public struct Waiting: Hashable, Sendable {
        /// Its path below the inbox.
        public var file: Text
        /// The story it waits for.
        public var story: StoryID
        /// Since when.
        public var since: RecordedTime
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
    /// Files that wait for a story, longest first.
    public var waiting: [Waiting] = []
    /// Files that are recorded and could not be moved out of the inbox yet, as paths below it.
    public var unmoved: [Text] = []

    /// Files that were taken in since the start.
    public var taken: Int { appended + duplicate + unchanged }
}
