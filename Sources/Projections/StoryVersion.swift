import CanonicalJSON
import ProseDiff
import StoryEvents

/// One version of a story's text.
public struct StoryVersion: Hashable, Sendable {
    /// Counted from 1.
    public let number: Int
    /// The event that made the version.
    public let envelope: Envelope
    /// The story's fields after that event.
    public let fields: JSONObject
    /// The change that the publisher declared; nil for the first version.
    public let change: Update.Change?
    /// The publisher's note.
    public let note: Note?
    /// Why, for the record; nil when its event does not say.
    public let reason: Text?
    /// The source that sent it, where that is not the story's own; else nil.
    public let otherSource: Text?
    /// Which of headline, dek and body changed; for the first version, those it has.
    public let changed: [Text]
    /// Whether the publisher called the change a correction.
    public let isCorrection: Bool
    /// The claims that its event corrects, as far as they are known.
    public let corrects: [Claim]
    /// The newest earlier version with the same text; nil when there is none.
    public let revertsTo: Revert?
    /// The fields other than texts that its event changed.
    public let fieldChanges: [FieldChange]

    /// Fields whose text was withheld, with the takedown.
    public let withheldFields: [Text: Withheld]
    /// The takedown of the event that made the version; nil when its data is there.
    public let withheld: Withheld?
    /// Whether it is backdated, and whether it replaced a text that happened later.
    public let backdating: Backdating
    /// The labels that stand for withheld text in the story so far.
    public let labels: Labels

    /// Whether a note that readers can see announced it.
    public var isAnnounced: Bool { note?.isForReaders ?? false }

    /// The text of a field, in UTF-8 bytes; empty when the story has none.
    public func bytes(of field: Text) -> [UInt8] { fields[field]?.text?.bytes ?? [] }
}

/// Folds a story's events into versions; it holds only the newest text.
struct VersionFold: Hashable {
    private var story = StoryAtCut()
    private var order = BackdatingFold()
    /// nil where nobody asks for reverts: they cost most of the fold.
    private var reverts: RevertFold?
    private var labels = Labels()
    /// The story's claims, by id.
    private var claims: [Text: Claim] = [:]
    /// Whether the newest event is backdated and out of order.
    private(set) var backdating = Backdating.none
    /// The fields other than texts that the newest event changed.
    private(set) var fieldChanges: [FieldChange] = []
    /// What the newest event says of a text, where it had happened and changed none; else nil.
    private(set) var lateNote: LateNote?

    /// - Parameter findsReverts: Whether versions say which earlier version they restore.
    init(findsReverts: Bool = true) { reverts = findsReverts ? RevertFold() : nil }

    /// The story by the cut.
    var state: StoryState? { story.state }

    /// The number of the record's newest version; nil before the first.
    var newest: Int? { story.newestVersion }

    /// Folds the story's next event.
    ///
    /// - Returns: The version that the event made, even when it had not happened by the cut; nil when it made none.
    mutating func apply(_ read: ReadEvent, _ payload: Payload) -> StoryVersion? {
        apply(read.event, payload, hasHappened: read.hasHappened)
    }

    /// Folds the story's next event, as ``apply(_:_:)`` does.
    mutating func apply(_ event: RecordedEvent, _ payload: Payload, hasHappened: Bool) -> StoryVersion? {
        let number = newest
        let (texts, hidden) = textsBefore()
        let before = FieldChange.before(payload, story.state?.fields)
        labels.insert(event.labels)
        if hasHappened {
            story.apply(event.envelope, payload)
        } else {
            story.passOver(event.envelope, payload)
        }
        backdating = order.judge(event.envelope)
        for claim in payload.claims { claims[claim.id] = claim }
        fieldChanges = hasHappened ? FieldChange.all(from: before, to: story.state?.fields) : []
        lateNote = nil
        guard let record = story.record, record.version != number else {
            if hasHappened, number != nil, case .updated(let update) = payload {
                lateNote = LateNote(event.envelope, update, claims, labels: labels)
            }
            return nil
        }
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
            number: record.version, envelope: event.envelope, fields: fields(record), change: change,
            note: update?.note, reason: update?.reason, otherSource: event.envelope.source(besides: record.source),
            changed: changed.map(\.0),
            isCorrection: update?.isCorrection ?? (change == .correction),
            corrects: update?.corrects.compactMap { claims[$0] } ?? [], revertsTo: reverts?.add(record),
            fieldChanges: fieldChanges, withheldFields: record.withheldFields, withheld: event.withheld,
            backdating: backdating, labels: labels)
    }

    /// The fields by the cut, with the texts of the record's newest version.
    private func fields(_ record: StoryState) -> JSONObject {
        guard var fields = story.state?.fields else { return record.fields }
        for name in StoryState.textFields where fields[name] != record.fields[name] {
            fields[name] = record.fields[name]
        }
        return fields
    }

    /// The current texts. They are taken out of the state, so that the state can change without a copy.
    private func textsBefore() -> ([JSON?], [Text: Withheld]?) {
        let record = story.record
        return (StoryState.textFields.map { record?.fields[$0] }, record?.withheldFields)
    }
}

extension Envelope {
    /// The source that sent it, where that is not the story's own; else nil.
    ///
    /// - Parameter own: The source that published the story; nil where that is not known.
    func source(besides own: Text?) -> Text? { own.flatMap { $0 == identity.source ? nil : identity.source } }
}

extension Text? {
    /// ` (through cms)`, where a source is given: what pages say behind the act of a source that is not the story's own.
    public var asThrough: String { map { said(" (through \($0))") } ?? "" }
}

extension Payload {
    /// The claims that it makes.
    fileprivate var claims: [Claim] {
        switch self {
        case .published(let publication): publication.claims
        case .updated(let update): update.claims
        case .denied(let denial): denial.counterclaim.map { [$0] } ?? []
        case .reiterated, .responded, .forked, .rekeyed, .withheld, .erased: []
        }
    }
}
