import CanonicalJSON

/// One story as its events leave it: a pure fold.
public struct StoryState: Hashable, Sendable {
    /// Where a story stands with its publisher.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case published, held, killed
    }

    /// The story's id.
    public let story: StoryID
    /// The source that published it.
    public let source: Text
    /// The story's fields in long form: headline, body, dek, byline, ...
    public private(set) var fields: JSONObject
    /// The number of the text that stands now, from 1; only what changes headline, dek or body makes a new one.
    public private(set) var version = 1
    /// What the last hold, release or kill left it as.
    public private(set) var status = Status.published
    /// What later documents may refer to by id. What was done about it is in ``StoryClaims``.
    public private(set) var names = StoryNames()
    /// When it was published.
    public let published: EventTime
    /// The change that made the text that stands; nil while that is the first.
    public private(set) var updated: TextChange?
    /// The newest event.
    public private(set) var position: Position
    /// The newest event's place among the story's own.
    public private(set) var revision: Revision
    /// The story's events whose data was withheld, in log order.
    public private(set) var gaps: [Gap] = []
    /// What fields would say now was withheld, and by whom: no later event has set them.
    public private(set) var withheldFields: [Text: Withheld] = [:]
    /// Events that gave withheld text again, and so made no version.
    private var repeats: Set<Position> = []
    /// About how many bytes of memory ``fields`` take.
    private var fieldsWeight = 0
    /// The ``JSON/size`` of ``fields``.
    private(set) var fieldsSize = 0
    /// Whether it holds digests of long texts, enough to decide documents and to number versions.
    private let isForDeciding: Bool

    /// An `updated` that changed headline, dek or body.
    public struct TextChange: Hashable, Sendable {
        /// The event.
        public let position: Position
        /// When it happened.
        public let time: EventTime
        /// When the ledger took it.
        public let recorded: RecordedTime

        init(_ envelope: Envelope) {
            (position, time, recorded) = (envelope.position, envelope.time, envelope.recorded)
        }
    }

    /// An event whose data was withheld.
    public struct Gap: Hashable, Sendable {
        /// What stays of it.
        public let envelope: Envelope
        /// Who withheld the rest, and why.
        public let withheld: Withheld

        /// Joins an envelope and the takedown that erased its data.
        public init(envelope: Envelope, withheld: Withheld) {
            self.envelope = envelope
            self.withheld = withheld
        }
    }

    /// The members that ``fields`` may have, in reading order.
    public static let fieldNames: [Text] = [
        "headline", "dek", "body", "byline", "publisher", "url", "language", "section", "keywords", "embargo", "extra",
    ]

    /// The members of ``fields`` that are text: a change of one makes a version.
    public static let textFields: [Text] = ["headline", "dek", "body"]

    /// Starts a story.
    ///
    /// - Parameter isForDeciding: Whether to hold no more than decisions need: of long texts a digest, of claims the ids.
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

    /// Starts a story whose first event's data was withheld: it is there, and nobody knows what it said.
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

    /// Starts a story, where an event does so.
    ///
    /// - Parameter isForDeciding: Whether to hold no more than decisions need.
    public init?(_ envelope: Envelope, _ payload: Payload, isForDeciding: Bool = false) {
        switch payload {
        case .published(let publication): self.init(envelope, publication, isForDeciding: isForDeciding)
        case .erased(let withheld) where envelope.type == .published:
            self.init(envelope, withheld, isForDeciding: isForDeciding)
        default: return nil
        }
    }

    /// Folds one more event of the story.
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

    /// Folds a story from nothing.
    ///
    /// - Parameter events: Events of one story in log order; those before its `published` are passed over, as a cut by
    ///   the time of happening can leave a backdated one without its story.
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

    /// About how many bytes of memory it takes. Takes constant time.
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
        // What of a patch goes onto a field that nobody knows is not known either.
        for name in withheldFields.keys { remove(name) }
        if isNew, !repeats.contains(envelope.position) {
            version += 1
            updated = TextChange(envelope)
        }
    }

    /// The text that stands, and what is known of it beside its words.
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

    /// Puts another text of the story in the place of the one that stands.
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

    /// Gives the names away.
    @discardableResult
    mutating func takeNames() -> StoryNames {
        let taken = names
        names = StoryNames()
        return taken
    }

    /// Takes the names back.
    mutating func give(_ names: consuming StoryNames) { self.names = names }

    private mutating func remove(_ field: Text) {
        guard let value = fields[field] else { return }
        fieldsWeight -= JSONObject.Member(key: field, value: value).weight
        fieldsSize -= field.utf8.count + value.size
        fields[field] = nil
    }

    /// Notes the withheld fields that a patch sets anew, whatever they said.
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

    /// Goes on over an event whose data was withheld, by what the ledger still says of it.
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
    /// Folds a story's next event: into the story where there is one, else as its first where it starts one.
    ///
    /// - Parameter isForDeciding: Whether a story that starts is to hold no more than decisions need.
    public mutating func apply(_ envelope: Envelope, _ payload: Payload, isForDeciding: Bool = false) {
        if case nil = self {
            self = StoryState(envelope, payload, isForDeciding: isForDeciding)
        } else {
            self?.apply(envelope, payload)
        }
    }
}

extension StoryState.Status {
    /// The status once a change is made.
    public func after(_ change: Update.Change) -> StoryState.Status {
        switch change {
        case .hold: .held
        case .kill: .killed
        case .release: .published
        case .update, .correction, .clarification: self
        }
    }
}

extension JSONObject {
    /// Whether a merge patch would leave something else than what is there.
    func isChanged(by patch: JSONObject) -> Bool {
        patch.members.contains { isChanged($0.key, to: $0.value) }
    }

    /// Whether a merge patch with this value of a member would leave something else; nil stands for none.
    fileprivate func isChanged(_ key: Text, to value: JSON?) -> Bool {
        switch value {
        case nil: false
        case .null?: self[key] != nil
        case .object(let inner)?:
            if case .object(let target)? = self[key] { target.isChanged(by: inner) } else { true }
        case let value?: !holds(key, value)
        }
    }

    /// Applies a merge patch. Source: RFC 7396, 2.
    ///
    /// - Returns: By how many bytes of memory the object grew, about.
    @discardableResult
    mutating func merge(_ patch: JSONObject) -> Int {
        patch.members.reduce(0) { $0 + merge($1) }
    }

    private mutating func merge(_ change: Member) -> Int {
        guard case .object(let inner) = change.value else {
            return set(change.key, change.value == .null ? Optional.none : change.value)
        }
        guard case .object(var target)? = self[change.key] else {
            var target = JSONObject()
            target.merge(inner)
            return set(change.key, .object(target))
        }
        // Held here alone, the target is changed in place, however large it is.
        self[change.key] = .null
        let growth = target.merge(inner)
        self[change.key] = .object(target)
        return growth
    }

    /// - Returns: By how many bytes of memory the object grew, about.
    private mutating func set(_ key: Text, _ value: JSON?) -> Int {
        func weight(_ value: JSON?) -> Int { value.map { Member(key: key, value: $0).weight } ?? 0 }
        let growth = weight(value) - weight(self[key])
        self[key] = value
        return growth
    }
}
