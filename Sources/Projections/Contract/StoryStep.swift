import CanonicalJSON
import ProseDiff
import StoryEvents

/// One event and its effect on its story: the input of a ledger projection.
public struct StoryStep: Sendable {
    private let read: ReadEvent
    /// The event's content, decoded once for all projections.
    public let payload: Payload
    /// The record of the story before the event; nil before its first text.
    public let before: Before?
    /// The story by the cut, after the event; nil while it has no text, for example after a takedown of its first
    /// event.
    public let story: StoryState?
    /// Whether headline, dek or body differ from before; true for the first text too.
    public let changesText: Bool
    /// Whether it is backdated, and whether it is out of order.
    public let backdating: Backdating
    /// How many events of the story were folded, including this one; events skipped by a cut do not count.
    public let eventCount: Int64
    /// Whether it changed the text without a note for readers. A change of white space and typography only is not
    /// silent, and neither is one that may be, because text was withheld.
    public let isSilentEdit: Bool

    /// The part of the record that the next event is compared with.
    public struct Before: Sendable {
        /// The story's fields.
        public let fields: JSONObject
        /// Fields whose text was withheld.
        let withheldFields: Set<Text>
        /// The number of the newest text.
        public let version: Int
        /// The story's status.
        public let status: StoryState.Status
    }

    ///   - before: The record before the event.
    ///   - story: The story by the cut, and its record.
    ///   - labels: The labels that stand for withheld text in the story so far.
    init(
        _ read: ReadEvent, _ payload: Payload, before: Before?, story: StoryAtCut, _ backdating: Backdating,
        eventCount: Int64, labels: Labels
    ) {
        let record = story.record
        changesText = record.map { $0.version != before?.version } ?? false
        isSilentEdit = Self.isSilentEdit(payload, before, record, labels)
        self.read = read
        self.payload = payload
        self.before = before
        self.story = story.state
        self.backdating = backdating
        self.eventCount = eventCount
    }

    private static func isSilentEdit(
        _ payload: Payload, _ before: Before?, _ story: StoryState?, _ labels: Labels
    ) -> Bool {
        guard case .updated(let update) = payload, !update.isAnnounced, let before, let story,
            story.version != before.version
        else { return false }
        return TextChange(
            StoryState.textFields.map { field in
                // A field that the patch does not name is unchanged.
                guard update.patch[field] != nil, !before.withheldFields.contains(field),
                    story.withheldFields[field] == nil
                else { return .none }
                let (old, new) = (before.fields[field], story.fields[field])
                return old == new ? .none : FieldChangeKind(Array(string(old).utf8), Array(string(new).utf8), labels)
            }
        ).isOfWords
    }

    /// The event.
    public var event: RecordedEvent { read.event }

    /// The permanent facts of the event.
    public var envelope: Envelope { read.event.envelope }

    /// The publisher's update; nil for any other event.
    public var update: Update? { if case .updated(let update) = payload { update } else { nil } }

    private static func string(_ json: JSON?) -> String {
        if case .string(let text)? = json { text.string } else { "" }
    }
}
