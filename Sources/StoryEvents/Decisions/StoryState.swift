import CanonicalJSON

/// The state of one story: a pure fold of its events.
public struct StoryState: Hashable, Sendable {
    /// The status of a story.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case published, held, killed
    }

    /// The story's id.
    public let story: StoryID
    /// The source that published it.
    public let source: Text
    /// The story's fields in long form: headline, body, dek, byline, ...
    public private(set) var fields: JSONObject
    /// The number of the current text, from 1; only a change of headline, dek or body makes a new version.
    public private(set) var version = 1
    /// The status after the last hold, release or kill.
    public private(set) var status = Status.published
    /// The ids that later documents may name. The moves are in ``StoryClaims``.
    public private(set) var names = StoryNames()
    /// When it was published.
    public let published: EventTime
    /// The change that made the current text; nil while it is the first.
    public private(set) var updated: TextChange?
    /// The newest event's position.
    public private(set) var position: Position
    /// The newest event's revision.
    public private(set) var revision: Revision
    /// The story's events whose data was withheld, in log order.
    public private(set) var gaps: [Gap] = []
    /// Fields whose current value was withheld and not set since, with the takedown.
    public private(set) var withheldFields: [Text: Withheld] = [:]
    /// Events that repeated withheld text, and so made no version.
    private var repeats: Set<Position> = []
    /// Approximate memory of ``fields``, in bytes.
    private var fieldsWeight = 0
    /// The ``JSON/size`` of ``fields``.
    private(set) var fieldsSize = 0
    /// Whether it stores digests of long texts: enough to decide documents and to number versions.
    private let isForDeciding: Bool

    /// An `updated` that changed headline, dek or body.
    public struct TextChange: Hashable, Sendable {
        /// The event.
        public let position: Position
        /// When it happened.
        public let time: EventTime
        /// When the ledger recorded it.
        public let recorded: RecordedTime
        /// The source that sent it.
        public let source: Text

        init(_ envelope: Envelope) {
            (position, time, recorded) = (envelope.position, envelope.time, envelope.recorded)
            source = envelope.identity.source
        }
    }

    /// An event whose data was withheld.
    public struct Gap: Hashable, Sendable {
        /// The event's envelope, which remains.
        public let envelope: Envelope
        /// The takedown of its data.
        public let withheld: Withheld

        /// Creates a gap from an envelope and the takedown of its data.
        public init(envelope: Envelope, withheld: Withheld) {
            self.envelope = envelope
            self.withheld = withheld
        }
    }

    /// The possible members of ``fields``, in reading order.
    public static let fieldNames: [Text] = [
        "headline", "dek", "body", "byline", "publisher", "url", "language", "section", "keywords", "embargo", "extra",
    ]

    /// The text members of ``fields``: a change of one makes a version.
    public static let textFields: [Text] = ["headline", "dek", "body"]

    /// Starts a story.
    ///
    /// - Parameter isForDeciding: Whether to store only what decisions need: digests of long texts, and the ids of
    ///   claims.
    public init(_ envelope: Envelope, _ publication: Publication, isForDeciding: Bool = false) {
        self.isForDeciding = isForDeciding
        story = envelope.story
        source = envelope.identity.source
        fields = isForDeciding ? publication.fields.digested : publication.fields
        published = envelope.time
        position = envelope.position
        revision = envelope.revision
        fieldsWeight = JSON.object(fields).weight
        repeats = Set(publication.repeats)
        fieldsSize = JSON.object(fields).size
        names.apply(envelope, .published(publication), publisher: source, isForDeciding: isForDeciding)
    }

    /// Starts a story whose first event's data was withheld.
    private init(_ envelope: Envelope, _ withheld: Withheld, isForDeciding: Bool) {
        self.isForDeciding = isForDeciding
        story = envelope.story
        source = envelope.identity.source
        fields = JSONObject()
        published = envelope.time
        position = envelope.position
        revision = envelope.revision
        names.apply(envelope, .erased(withheld), publisher: source, isForDeciding: isForDeciding)
        leaveGap(envelope, withheld)
    }

    /// Starts a story; nil when the event does not start one.
    ///
    /// - Parameter isForDeciding: Whether to store only what decisions need.
    public init?(_ envelope: Envelope, _ payload: Payload, isForDeciding: Bool = false) {
        switch payload {
        case .published(let publication): self.init(envelope, publication, isForDeciding: isForDeciding)
        case .erased(let withheld) where envelope.type == .published:
            self.init(envelope, withheld, isForDeciding: isForDeciding)
        default: return nil
        }
    }

    /// Folds the story's next event.
    public mutating func apply(_ envelope: Envelope, _ payload: Payload) {
        position = envelope.position
        revision = envelope.revision
        names.apply(envelope, payload, publisher: source, isForDeciding: isForDeciding)
        switch payload {
        case .updated(let update): apply(update, envelope)
        case .erased(let withheld): leaveGap(envelope, withheld)
        case .published, .denied, .reiterated, .responded, .forked, .rekeyed, .withheld: break
        }
    }

    /// Folds a story's events.
    ///
    /// - Parameter events: Events of one story in log order. Those before its `published` are skipped: a cut by
    ///   happening can include a backdated event without its story.
    /// - Returns: nil when no `published` is among them.
    /// - Throws: ``PayloadFault`` at the first event whose stored data cannot be read.
    public static func fold(_ events: some Sequence<RecordedEvent>) throws(PayloadFault) -> StoryState? {
        var state: StoryState?
        for event in events {
            let payload = try event.payload()
            state.apply(event.envelope, payload)
        }
        return state
    }

    /// Approximate memory, in bytes. It takes constant time.
    public var weight: Int {
        let gap = MemoryLayout<Gap>.stride + 512
        return MemoryLayout<StoryState>.stride + 1024 + fieldsWeight + names.weight + gap * gaps.count
            + 32 * repeats.count
    }

    /// The text of a field; nil when the story has none.
    public func text(_ field: Text) -> Text? { fields[field]?.text }

    private mutating func apply(_ update: Update, _ envelope: Envelope) {
        repeats.formUnion(update.repeats)
        let patch = isForDeciding ? update.patch.digested : update.patch
        let revealed = reveal(patch)
        let isNew = Self.textFields.contains {
            revealed.contains($0) || withheldFields[$0] == nil && fields.isChanged($0, to: patch[$0])
        }
        status = status.after(update.change)
        fieldsSize += fields.growth(by: patch)
        fieldsWeight += fields.merge(patch)
        // A patch of a withheld field gives an unknown result.
        for name in withheldFields.keys { remove(name) }
        if isNew, !repeats.contains(envelope.position) {
            version += 1
            updated = TextChange(envelope)
        }
    }

    /// The current text, with the facts about it.
    struct ShownText {
        fileprivate let fields: [JSON?]
        fileprivate let withheld: [Withheld?]
        fileprivate let version: Int
        fileprivate let updated: TextChange?
    }

    var shownText: ShownText {
        ShownText(
            fields: Self.textFields.map { fields[$0] }, withheld: Self.textFields.map { withheldFields[$0] },
            version: version, updated: updated)
    }

    /// Replaces the current text with another text of the story.
    mutating func show(_ text: ShownText) {
        for (index, name) in Self.textFields.enumerated() {
            withheldFields[name] = text.withheld[index]
            guard fields[name] != text.fields[index] else { continue }
            remove(name)
            guard let value = text.fields[index] else { continue }
            fields[name] = value
            fieldsWeight += JSONObject.Member(key: name, value: value).weight
            fieldsSize += name.utf8.count + value.size
        }
        (version, updated) = (text.version, text.updated)
    }

    /// Takes the names out of the state.
    @discardableResult
    mutating func takeNames() -> StoryNames {
        let taken = names
        names = StoryNames()
        return taken
    }

    /// Puts the names back.
    mutating func give(_ names: consuming StoryNames) { self.names = names }

    private mutating func remove(_ field: Text) {
        guard let value = fields[field] else { return }
        fieldsWeight -= JSONObject.Member(key: field, value: value).weight
        fieldsSize -= field.utf8.count + value.size
        fields[field] = nil
    }

    /// Removes the fields that a patch sets again from the withheld fields.
    private mutating func reveal(_ patch: JSONObject) -> Set<Text> {
        guard !withheldFields.isEmpty else { return [] }
        var revealed: Set<Text> = []
        for member in patch.members where withheldFields[member.key] != nil {
            if case .object = member.value { continue }
            withheldFields[member.key] = nil
            revealed.insert(member.key)
        }
        return revealed
    }

    /// Folds an event whose data was withheld, from what its takedown says.
    private mutating func leaveGap(_ envelope: Envelope, _ withheld: Withheld) {
        let takedown = withheld.taken
        gaps.append(Gap(envelope: envelope, withheld: withheld))
        repeats.formUnion(takedown.repeats)
        for field in takedown.fields {
            remove(field)
            withheldFields[field] = withheld
        }
        guard envelope.type == .updated else { return }
        status = status.after(takedown.change ?? .update)
        if takedown.version != nil {
            version += 1
            updated = TextChange(envelope)
        }
    }
}

extension StoryState? {
    /// Folds a story's next event, or starts the story.
    ///
    /// - Parameter isForDeciding: Whether a new story stores only what decisions need.
    public mutating func apply(_ envelope: Envelope, _ payload: Payload, isForDeciding: Bool = false) {
        if case nil = self {
            self = StoryState(envelope, payload, isForDeciding: isForDeciding)
        } else {
            self?.apply(envelope, payload)
        }
    }
}

extension StoryState.Status {
    /// The status after a change.
    public func after(_ change: Update.Change) -> StoryState.Status {
        switch change {
        case .hold: .held
        case .kill: .killed
        case .release: .published
        case .update, .correction, .clarification: self
        }
    }
}
