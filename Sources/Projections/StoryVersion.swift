import CanonicalJSON
import Crypto
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

/// Folds a story's events into its versions, and holds the newest text alone.
struct VersionFold {
    private(set) var state: StoryState?
    /// The first version of each text, by its digest.
    private var firsts: [SHA256Digest: Int] = [:]

    /// Folds one more event.
    ///
    /// - Returns: The version that the event made; nil where it made none.
    mutating func apply(_ event: RecordedEvent, _ payload: Payload) -> StoryVersion? {
        let number = state?.version
        // The whole state is not held here: changing it would copy it.
        let texts = StoryState.textFields.map { state?.fields[$0] }
        let hidden = state?.withheldFields
        state.apply(event.envelope, payload)
        guard let state, state.version != number else { return nil }
        var update: Update?
        if case .updated(let change) = payload { update = change }
        var change = update?.change
        if let withheld = event.withheld, event.envelope.type == .updated {
            change = withheld.taken.change ?? .update
        }
        let changed = zip(StoryState.textFields, texts).filter { field, before in
            before != state.fields[field] || hidden?[field] != state.withheldFields[field]
        }
        return StoryVersion(
            number: state.version, envelope: event.envelope, fields: state.fields, change: change, note: update?.note,
            changed: changed.map(\.0), revertsTo: earliest(state), withheldFields: state.withheldFields,
            withheld: event.withheld)
    }

    /// The first version with the text that stands now, where that is not the newest itself.
    private mutating func earliest(_ state: StoryState) -> Int? {
        guard StoryState.textFields.allSatisfy({ state.withheldFields[$0] == nil }) else { return nil }
        var hash = SHA256()
        for field in StoryState.textFields {
            let text = state.text(field)
            withUnsafeBytes(of: Int64(text?.utf8.count ?? -1).littleEndian) { hash.update(bufferPointer: $0) }
            text?.withBytes { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        }
        let digest = hash.finalize()
        if let first = firsts[digest] { return first }
        firsts[digest] = state.version
        return nil
    }
}
