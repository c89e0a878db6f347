import CanonicalJSON
import StoryEvents

/// Everything that happened to one story, in order of happening: who did what to which claim, with both times.
public struct Timeline: StoryProjection, Hashable {
    /// As the command line names the module.
    public static let name = "timeline"
    /// Goes up with every change of what the module says of the same events.
    public static let version = 4

    /// The story; nil before its first event.
    public private(set) var story: StoryID?
    /// The newest event's place in the log.
    public private(set) var position: Position?
    /// The newest event's place in the story.
    public private(set) var revision: Revision?
    /// In log order.
    private var recorded: [Entry] = []
    /// The story so far, to tell which event made a text, and whose story it is.
    private var folded = StoryAtCut()
    private var state: StoryState? { folded.state }
    private var order = BackdatingFold()

    /// One thing that happened: an event, or a request for comment that an event told of.
    public struct Entry: Hashable, Sendable {
        /// The event, which for a request is the one that told of it.
        public let envelope: Envelope
        /// When it happened.
        public let time: EventTime
        /// Whether it was recorded late or out of order; a request never is, since nobody records one by itself.
        public let backdating: Backdating
        /// What was done, in one word: `published`, `asked`; `erased` where that was withheld, and `withheld` where it
        /// was done so; what sort of change; `denied` or
        /// `partly-denied`; `reiterated`; what came of a response.
        public let what: Text
        /// Who did it; nil where the publisher did and does not say its name.
        public let by: Text?
        /// The party that did it, as its event names it; nil for what the publisher or an authority did.
        public let party: Party?
        /// Ids of the claims it names, brings in or corrects.
        public let claims: [Text]
        /// The version of the text it made; nil where it made none.
        public let version: Int?
        /// Whether it published the story before its embargo ended.
        public let breaksEmbargo: Bool
        /// Who did what to which claim, in one sentence without its full stop. Names and ids stand as they came.
        public let line: String
    }

    /// No story yet.
    public init() {}

    /// In order of happening; in that of the log within one moment. Sorted at each call.
    public var entries: [Entry] {
        let order = recorded.indices.sorted { left, right in
            let (here, there) = (recorded[left].time, recorded[right].time)
            return here.isBefore(there) || !there.isBefore(here) && left < right
        }
        return order.map { recorded[$0] }
    }

    /// Folds one more event of the story.
    public mutating func apply(_ event: RecordedEvent, _ payload: Payload) {
        let envelope = event.envelope
        story = envelope.story
        position = envelope.position
        revision = envelope.revision
        let version = fold(envelope, payload)
        var sentence = Sentence(publisher: state?.text("publisher"))
        sentence.tell(payload, of: envelope, version: version)
        switch payload {
        case .published(let publication): add(publication.requests, envelope)
        case .updated(let update): add(update.requests, envelope)
        default: break
        }
        sentence.tellSource(of: envelope, published: state?.source)
        recorded.append(sentence.entry(envelope, at: envelope.time, order.judge(envelope)))
    }

    /// Passes over an event that had not happened.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload) {
        order.judge(event.envelope)
        folded.passOver(event.envelope, payload)
    }

    /// - Returns: The number of the text this makes; nil when it makes none.
    private mutating func fold(_ envelope: Envelope, _ payload: Payload) -> Int? {
        let before = folded.newestVersion
        folded.apply(envelope, payload)
        return folded.newestVersion == before ? nil : folded.newestVersion
    }

    private mutating func add(_ requests: [CommentRequest], _ envelope: Envelope) {
        for request in requests {
            var sentence = Sentence(publisher: state?.text("publisher"))
            sentence.tell(request)
            let time = request.asked?.time ?? envelope.time
            recorded.append(sentence.entry(envelope, at: time, .none))
        }
    }
}
