import CanonicalJSON
import StoryEvents

/// Everything that happened in one story, in order of happening: who did what about which claim, with both times.
public struct Timeline: StoryProjection, Hashable {
    /// The module's name on the command line.
    public static let name = "timeline"
    /// Raised when the same events give another result.
    public static let version = 12

    /// The story; nil before its first event.
    public private(set) var story: StoryID?
    /// The newest event's position.
    public private(set) var position: Position?
    /// The newest event's revision.
    public private(set) var revision: Revision?
    /// In log order.
    private var recorded: [Entry] = []
    /// The story so far; it tells which event made a text, and which source published the story.
    private var folded = VersionFold()
    /// The newest version, whether it had happened or not.
    private var newest: StoryVersion?
    private var corrections = CorrectionFold()
    private var state: StoryState? { folded.state }
    private var deniers = Deniers()

    /// One event, or one request for comment that an event reported.
    public struct Entry: Hashable, Sendable {
        /// The event; for a request, the event that reported it.
        public let envelope: Envelope
        /// When it happened.
        public let time: EventTime
        /// Whether it is backdated or out of order. A request is neither: its event is judged instead.
        public let backdating: Backdating
        /// The act in one word: `published`; the kind of an update; `denied` or `partly-denied`; `reiterated`; the
        /// outcome of a response; `asked` for a request; `withheld` for a takedown; `erased` for an event whose data
        /// was withheld.
        public let what: Text
        /// The actor; nil when it is the publisher and the story does not name it, and for an edit by another source than the
        /// story's own.
        public let by: Text?
        /// The party that did it, as its event names it; nil for what the publisher or an authority did.
        public let party: Party?
        /// Ids of the claims that it names, makes or corrects.
        public let claims: [Text]
        /// The passages that the note of an update says it covers.
        public let covers: [Text]
        /// The version that it made; nil when it made none.
        public let version: Int?
        /// Whether it published the story before its embargo ended.
        public let breaksEmbargo: Bool
        /// Whether its time is before the story's embargo ended, whenever it was recorded.
        public let isBeforeEmbargo: Bool
        /// The fields other than texts that it changed.
        public let fieldChanges: [FieldChange]
        /// The corrections that it takes back, wholly or in part.
        public let undone: UndoneByEdit
        /// What sort of change its version is.
        let kind: EditKind
        /// One sentence without its full stop: who did what about which claims. Names and ids are not escaped.
        public let line: String
    }

    /// Starts with no event folded.
    public init() {}

    /// The entries in order of happening, and in log order within one moment. Sorted at each call.
    public var entries: [Entry] {
        let order = recorded.indices.sorted { left, right in
            let (here, there) = (recorded[left].time, recorded[right].time)
            return here.isBefore(there) || !there.isBefore(here) && left < right
        }
        return order.map { recorded[$0] }
    }

    /// Folds the story's next event.
    public mutating func apply(_ event: RecordedEvent, _ payload: Payload) { add(event, payload) }

    /// Folds the story's next event.
    ///
    /// - Returns: The entry of the event itself.
    @discardableResult
    mutating func add(_ event: RecordedEvent, _ payload: Payload) -> Entry {
        let envelope = event.envelope
        story = envelope.story
        position = envelope.position
        revision = envelope.revision
        let version = folded.apply(event, payload, hasHappened: true)
        let undone = version.map { corrections.add($0) } ?? UndoneByEdit()
        if let note = folded.lateNote { corrections.add(note) }
        var sentence = Sentence(
            publisher: state?.text("publisher"), source: state?.source, bearing: deniers.bearing(payload),
            fieldChanges: folded.fieldChanges, undone: undone,
            kind: version.map { EditKind($0, after: newest) } ?? .none)
        deniers.add(payload, at: envelope.position)
        newest = version ?? newest
        sentence.tell(payload, of: envelope, version: version?.number)
        switch payload {
        case .published(let publication): add(publication.requests, envelope)
        case .updated(let update): add(update.requests, envelope)
        default: break
        }
        let entry = sentence.entry(envelope, at: envelope.time, folded.backdating)
        recorded.append(entry)
        return entry
    }

    /// Skips an event that had not happened by the cut.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload) {
        if let version = folded.apply(event, payload, hasHappened: false) {
            corrections.add(version, hasHappened: false)
            newest = version
        }
    }

    /// Skips an event that had not happened by the cut, but lists the requests that it reports and that had been made.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload, at cut: EventTime?) {
        passOver(event, payload)
        add(payload.requests(askedBy: cut).map(\.request), event.envelope)
    }

    private mutating func add(_ requests: [CommentRequest], _ envelope: Envelope) {
        for request in requests {
            var sentence = Sentence(publisher: state?.text("publisher"), source: state?.source)
            sentence.tell(request, in: envelope)
            let time = request.asked?.time ?? envelope.time
            recorded.append(sentence.entry(envelope, at: time, .none))
        }
    }
}
