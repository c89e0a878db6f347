import CanonicalJSON
import ProseDiff
import StoryEvents

/// An event, with what it did to its story: what a ledger projection folds.
public struct StoryStep: Sendable {
    private let read: ReadEvent
    /// What it says, read once for all projections.
    public let payload: Payload
    /// How the story stood before; nil before its first text.
    public let before: Before?
    /// How the story stands now; nil while it has no text, as after a takedown of its first event.
    public let story: StoryState?
    /// Whether headline, dek or body are other than before; so for the first text too.
    public let changesText: Bool
    /// Whether it came late, or after one of the story that happened later.
    public let backdating: Backdating
    /// Whether it changed text that stood, and told readers nothing of it. A change of white space and typography only is
    /// not silent, nor is what was withheld, of which nobody can tell any more.
    public let isSilentEdit: Bool

    /// What there is to compare with.
    public struct Before: Sendable {
        /// The story's fields.
        public let fields: JSONObject
        /// The number of the text that stood.
        public let version: Int
        /// Where the story stood with its publisher.
        public let status: StoryState.Status
    }

    init(_ read: ReadEvent, _ payload: Payload, before: Before?, story: StoryState?, _ backdating: Backdating) {
        changesText = story.map { $0.version != before?.version } ?? false
        isSilentEdit = Self.isSilentEdit(payload, before, story)
        self.read = read
        self.payload = payload
        self.before = before
        self.story = story
        self.backdating = backdating
    }

    private static func isSilentEdit(_ payload: Payload, _ before: Before?, _ story: StoryState?) -> Bool {
        guard case .updated(let update) = payload, !update.isAnnounced, let before, let story,
            story.version != before.version
        else { return false }
        return StoryState.textFields.contains { field in
            // No other than those that it names.
            guard update.patch[field] != nil else { return false }
            let (old, new) = (before.fields[field], story.fields[field])
            return old != new && !differsInTypographyOnly(string(old), string(new))
        }
    }

    /// The event.
    public var event: RecordedEvent { read.event }

    /// What stays of the event for ever.
    public var envelope: Envelope { read.event.envelope }

    /// The change of the story by its publisher, where this is one.
    public var update: Update? { if case .updated(let update) = payload { update } else { nil } }

    private static func string(_ json: JSON?) -> String {
        if case .string(let text)? = json { text.string } else { "" }
    }
}
