import CanonicalJSON
import StoryEvents

/// The claims of one story: who made each, what parties did about it, and its standing; and the story's requests for
/// comment.
///
/// Standings and answers are computed on demand and never stored. An event whose data was withheld is listed as
/// withheld. Later moves about claims that were withheld with it are listed under the claim's id.
public struct ClaimBoard: StoryProjection, Hashable {
    /// The module's name on the command line.
    public static let name = "claims"
    /// Raised when the same events give another result.
    public static let version = 9

    /// The story; nil before its first event.
    public private(set) var story: StoryID?
    /// The source that published it; nil while the `published` event is missing.
    public private(set) var source: Text?
    /// The publisher's name; nil when the story does not give it.
    public var publisher: Text? { drift.publisher }
    /// The newest event's position.
    public private(set) var position: Position?
    /// The newest event's revision.
    public private(set) var revision: Revision?
    /// The claims, the requests, and the moves about them.
    public private(set) var claims = StoryClaims()
    /// The events whose data was withheld, in log order.
    public private(set) var withheld: [StoryState.Gap] = []
    /// The newest hold, release or kill; nil when there was none.
    public private(set) var statusChange: StatusChange?
    /// The corrections that later versions take back, as ``StoryReader/undoneCorrections(of:_:)`` finds them. They are not
    /// folded here, since that compares texts; nil until they are set.
    public var undoneCorrections: [UndoneCorrection]?
    /// Ids of claims made by events that had not happened by the cut.
    private var later: Set<Text> = []
    private var backdated: [Position: Backdating] = [:]
    private var order = BackdatingFold()
    private var drift = DriftFold()
    private var correctionNotes: [Position: Note] = [:]
    /// The versions that events with requests for comment made.
    private(set) var versions: [Position: Int] = [:]

    /// The withheld event that gave the story its status, by the keeper's word; nil where an event says so itself.
    public var withheldStatusChange: StoryState.Gap? {
        withheld.last { gap in
            [.hold, .kill, .release].contains(gap.withheld.taken.change)
                && statusChange.map { $0.envelope.position < gap.envelope.position } ?? true
        }
    }

    /// What gave the story its status, in words; nil where nothing did.
    ///
    /// - Parameters: Those of ``StatusChange/line(_:isForReaders:)``.
    public func statusLine(_ shown: (EventTime) -> String = \.description, isForReaders: Bool = false) -> String? {
        guard let gap = withheldStatusChange else {
            return statusChange?.line(shown, isForReaders: isForReaders)
        }
        return
            said(
                "\(said(code: claims.status.rawValue)) by \(gap.envelope.position), by the keeper's word alone: what that event said was withheld"
            )
    }

    /// Starts with no event folded.
    public init() {}

    /// Folds the story's next event.
    public mutating func apply(_ event: RecordedEvent, _ payload: Payload) {
        let envelope = event.envelope
        story = envelope.story
        if envelope.type == .published { source = envelope.identity.source }
        position = envelope.position
        revision = envelope.revision
        let judgement = order.judge(envelope)
        if judgement != .none { backdated[envelope.position] = judgement }
        claims.apply(envelope, payload)
        let version = drift.version
        drift.apply(event, payload, claims.claims)
        if drift.version != version, claims.requests.last?.introduced == envelope.position {
            versions[envelope.position] = drift.version
        }
        if case .updated(let update) = payload, let change = StatusChange(envelope, update, source: source) {
            statusChange = change
        }
        if case .updated(let update) = payload, !update.corrects.isEmpty {
            correctionNotes[envelope.position] = update.note
        }
        if case .erased(let gap) = payload { withheld.append(StoryState.Gap(envelope: envelope, withheld: gap)) }
    }

    /// Skips an event that had not happened by the cut.
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

    /// The words of a claim that the text once had and no longer has.
    public func drift(of claim: Text) -> [ClaimDrift] { drift.drift(of: claim) }

    /// Whether earlier moves name the claim, and the event that makes it had not happened by the cut.
    public func isNotYet(_ record: ClaimRecord) -> Bool { record.claim == nil && later.contains(record.id) }

    /// Whether the story has a correction of a claim.
    public var hasCorrection: Bool {
        claims.moves.contains { if case .corrected = $0.act { true } else { false } }
    }

    /// The corrections of a claim that later versions take back, with the result for that claim.
    public func undoneCorrections(of record: ClaimRecord) -> [UndoneCorrection] {
        guard let undoneCorrections, !undoneCorrections.isEmpty else { return [] }
        let positions = Set(claims.moves(naming: record).filter { $0.type == .updated }.map(\.position))
        return undoneCorrections.filter { positions.contains($0.correction.position) && $0.claims.contains(record.id) }
            .map { $0.about(record.id) }
    }

    /// Who did a move, as pages say it: a party, the publisher, or the source of a correction that is not the story's own.
    public func actor(of move: ClaimRecord.Move) -> String {
        if let by = move.by { return by.label }
        if let source, move.source != source { return move.source.asActor }
        return publisher?.string ?? said("The publisher")
    }

    /// ` (through cms)` behind the act of a party that another source than the story's own sent; else empty.
    public func through(_ move: ClaimRecord.Move) -> String {
        move.by == nil || move.source == source ? "" : Text?.some(move.source).asThrough
    }

    /// The note of a correction; nil where it has none that readers see.
    public func note(ofCorrectionAt position: Position) -> Text? {
        correctionNotes[position].flatMap { $0.isForReaders ? $0.text : nil }
    }

    /// Whether an event is backdated, and whether it is out of order.
    public func backdating(at position: Position) -> Backdating { backdated[position] ?? .none }
}
