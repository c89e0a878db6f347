import CanonicalJSON
import StoryEvents

/// One text of a story: what stood from one edit to the next.
public struct StoryVersion: Hashable, Sendable {
    /// From 1.
    public let number: Int
    /// The event that made it.
    public let envelope: Envelope
    /// The story's fields as that event left them.
    public let fields: JSONObject
    /// What sort of change the publisher said it was; nil for the first version.
    public let change: Update.Change?
    /// What the publisher said about it.
    public let note: Note?
    /// Which of headline, dek and body changed; all there are, for the first version.
    public let changed: [Text]
    /// The newest earlier version with the same text, where there is one.
    public let revertsTo: Revert?

    /// Fields whose text was withheld, and by whom.
    public let withheldFields: [Text: Withheld]
    /// Who withheld the data of the event that made it; nil while it is there.
    public let withheld: Withheld?
    /// Whether it was recorded late, and whether it replaced a text that happened later.
    public let backdating: Backdating

    /// Whether readers were told of it: by a note that stands somewhere.
    public var isAnnounced: Bool { note?.isForReaders ?? false }

    /// The text of a field in UTF-8 bytes; empty when the story has none.
    public func bytes(of field: Text) -> [UInt8] { fields[field]?.text?.bytes ?? [] }
}

/// Folds a story's events into its versions, and holds the newest text alone.
struct VersionFold {
    private var story = StoryAtCut()
    private var order = BackdatingFold()
    private var reverts = RevertFold()
    /// How the newest event was recorded.
    private(set) var backdating = Backdating.none

    /// The story by the cut.
    var state: StoryState? { story.state }

    /// The number of the newest text of the record; nil before the first.
    var newest: Int? { story.newestVersion }

    /// Folds one more event.
    ///
    /// - Returns: The version that the event made, whether it had happened by the cut or not; nil where it made none.
    mutating func apply(_ read: ReadEvent, _ payload: Payload) -> StoryVersion? {
        let number = newest
        let (texts, hidden) = textsBefore()
        let event = read.event
        if read.hasHappened {
            story.apply(event.envelope, payload)
        } else {
            story.passOver(event.envelope, payload)
        }
        backdating = order.judge(event.envelope)
        guard let record = story.record, record.version != number else { return nil }
        var update: Update?
        if case .updated(let change) = payload { update = change }
        var change = update?.change
        if let withheld = event.withheld, event.envelope.type == .updated {
            change = withheld.taken.change ?? .update
        }
        let changed = zip(StoryState.textFields, texts).filter { field, before in
            before != record.fields[field] || hidden?[field] != record.withheldFields[field]
        }
        return StoryVersion(
            number: record.version, envelope: event.envelope, fields: record.fields, change: change,
            note: update?.note, changed: changed.map(\.0),
            revertsTo: reverts.add(record, isCorrection: update?.isCorrection ?? (change == .correction)),
            withheldFields: record.withheldFields, withheld: event.withheld, backdating: backdating)
    }

    /// The texts that there are, without the state that holds them: changing that would copy it.
    private func textsBefore() -> ([JSON?], [Text: Withheld]?) {
        let record = story.record
        return (StoryState.textFields.map { record?.fields[$0] }, record?.withheldFields)
    }
}
