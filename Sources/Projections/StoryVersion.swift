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
    /// The earliest version with the same headline, dek and body, where there is one.
    public let revertsTo: Int?

    /// Fields whose text was withheld, and by whom.
    public let withheldFields: [Text: Withheld]
    /// Who withheld the data of the event that made it; nil while it is there.
    public let withheld: Withheld?

    /// Whether readers were told of it: by a note that stands somewhere.
    public var isAnnounced: Bool { note?.isForReaders ?? false }

    /// The text of a field in UTF-8 bytes; empty when the story has none.
    public func bytes(of field: Text) -> [UInt8] { fields[field]?.text?.bytes ?? [] }
}

/// Folds a story's events into its versions.
struct VersionFold {
    private(set) var state: StoryState?
    private(set) var versions: [StoryVersion] = []

    /// Folds one more event.
    ///
    /// - Throws: ``PayloadFault`` when its stored data cannot be read.
    mutating func apply(_ event: RecordedEvent) throws(PayloadFault) {
        let payload = try event.payload()
        let before = state
        state.apply(event.envelope, payload)
        guard let state, state.version != before?.version else { return }
        var update: Update?
        if case .updated(let change) = payload { update = change }
        var change = update?.change
        if let withheld = event.withheld, event.envelope.type == .updated {
            change = withheld.takedown.change ?? .update
        }
        let changed = StoryState.textFields.filter { field in
            before?.fields[field] != state.fields[field]
                || before?.withheldFields[field] != state.withheldFields[field]
        }
        let same = versions.first { earlier in
            StoryState.textFields.allSatisfy { field in
                earlier.fields[field] == state.fields[field] && earlier.withheldFields[field] == nil
                    && state.withheldFields[field] == nil
            }
        }
        versions.append(
            StoryVersion(
                number: state.version, envelope: event.envelope, fields: state.fields, change: change,
                note: update?.note, changed: changed, revertsTo: same?.number, withheldFields: state.withheldFields,
                withheld: event.withheld))
    }
}
