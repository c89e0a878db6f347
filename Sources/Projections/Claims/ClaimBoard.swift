import CanonicalJSON
import StoryEvents

/// The claims of one story: on whose word, what was done about each, where each stands; and whom the story asked.
///
/// Standings and answers are computed from the events when they are asked for, and stored nowhere. An event whose data was withheld is
/// listed as such; what later events did about claims that went with it stands under the claim's id.
public struct ClaimBoard: StoryProjection, Hashable {
    /// As the command line names the module.
    public static let name = "claims"
    /// Goes up with every change of what the module says of the same events.
    public static let version = 3

    /// The story; nil before its first event.
    public private(set) var story: StoryID?
    /// The source that published it; nil while that event is not there.
    public private(set) var source: Text?
    /// The newest event's place in the log.
    public private(set) var position: Position?
    /// The newest event's place in the story.
    public private(set) var revision: Revision?
    /// What is claimed, asked and done about it.
    public private(set) var claims = StoryClaims()
    /// The events whose data was withheld, in log order.
    public private(set) var withheld: [StoryState.Gap] = []
    /// What last put it on hold, released or killed it; nil where nothing did.
    public private(set) var statusChange: StatusChange?
    /// Ids of claims that events bring in which had not happened.
    private var later: Set<Text> = []
    private var backdated: [Position: Backdating] = [:]
    private var order = BackdatingFold()
    private var drift = DriftFold()

    /// No story yet.
    public init() {}

    /// Folds one more event of the story.
    public mutating func apply(_ event: RecordedEvent, _ payload: Payload) {
        let envelope = event.envelope
        story = envelope.story
        if envelope.type == .published { source = envelope.identity.source }
        position = envelope.position
        revision = envelope.revision
        let judgement = order.judge(envelope)
        if judgement != .none { backdated[envelope.position] = judgement }
        claims.apply(envelope, payload)
        drift.apply(event, payload, claims.claims)
        if case .updated(let update) = payload, let change = StatusChange(envelope, update) { statusChange = change }
        if case .erased(let gap) = payload { withheld.append(StoryState.Gap(envelope: envelope, withheld: gap)) }
    }

    /// Passes over an event that had not happened.
    public mutating func passOver(_ event: RecordedEvent, _ payload: Payload) {
        order.judge(event.envelope)
        drift.passOver(event, payload)
        switch payload {
        case .published(let publication): later.formUnion(publication.claims.map(\.id))
        case .updated(let update): later.formUnion(update.claims.map(\.id))
        case .denied(let denial): if let id = denial.counterclaim?.id { later.insert(id) }
        case .reiterated, .responded, .forked, .rekeyed, .withheld, .erased: break
        }
    }

    /// The words of a claim that the text had and has no more.
    public func drift(of claim: Text) -> [ClaimDrift] { drift.drift(of: claim) }

    /// Whether a claim is named by what had happened, and the event that brings it in had not.
    public func isNotYet(_ record: ClaimRecord) -> Bool { record.claim == nil && later.contains(record.id) }

    /// Whether an event was recorded late, and whether it is out of order.
    public func backdating(at position: Position) -> Backdating { backdated[position] ?? .none }
}
