import CanonicalJSON
import StoryEvents

/// The newest events of the log, of a story or of the stories of a list, for programs that look again and again.
struct Feed: Sendable {
    /// For ever the same for one feed of one log.
    let id: String
    let title: String
    /// The log's name.
    let origin: String
    /// Whole addresses, unless the client did not say where the site is.
    let page: String
    let address: String
    /// When the newest entry was recorded; when the log was made where there is none.
    let updated: RecordedTime
    /// Newest first.
    let entries: [Entry]

    /// One event, and the version that it made.
    struct Entry: Sendable {
        let id: String
        let address: String
        let title: String
        /// What happened, in one sentence.
        let line: String
        let type: EventType
        let recorded: RecordedTime
        /// BCP 47 tag of the story.
        let language: String?
        /// HTML: what the edit changed. nil for an event that made no version.
        let content: [UInt8]?
    }

    func bytes(_ format: FeedFormat) -> [UInt8] { format == .atom ? atom : json }
}
