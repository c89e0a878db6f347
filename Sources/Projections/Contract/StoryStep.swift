import CanonicalJSON
import ProseDiff
import StoryEvents

/// An event, with what it did to its story: what a ledger projection folds.
public struct StoryStep: Sendable {
    private let read: ReadEvent
    /// What it says, read once for all projections.
    public let payload: Payload
    /// How the story stood before in the record; nil before its first text.
    public let before: Before?
    /// How the story stands now, by the cut; nil while it has no text, as after a takedown of its first event.
    public let story: StoryState?
    /// Whether headline, dek or body are other than before; so for the first text too.
    public let changesText: Bool
    /// Whether it was recorded late, and whether it is out of order.
    public let backdating: Backdating
    /// How many events of the story were folded, with this one; those that a cut passes over do not count.
    public let eventCount: Int64
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

    /// - Parameters:
    ///   - before: The record before the event.
    ///   - story: The story by the cut, and the record.
    init(
        _ read: ReadEvent, _ payload: Payload, before: Before?, story: StoryAtCut, _ backdating: Backdating,
        eventCount: Int64
    ) {
        let record = story.record
        changesText = record.map { $0.version != before?.version } ?? false
        isSilentEdit = Self.isSilentEdit(payload, before, record)
        self.read = read
        self.payload = payload
        self.before = before
        self.story = story.state
        self.backdating = backdating
        self.eventCount = eventCount
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
