import CanonicalJSON

/// One claim, and everything that was done about it.
public struct ClaimRecord: Hashable, Sendable {
    /// What is claimed, and on whose word.
    public let claim: Claim
    /// The event that brought it in.
    public let introduced: Position
    /// When that event happened.
    public let time: EventTime
    /// The denial it was set against, where it is a counter-claim.
    public let counterTo: Denial?
    /// In log order.
    public internal(set) var moves: [Move] = []

    /// What somebody did about a claim.
    public enum Act: Hashable, Sendable {
        case denied(Denial)
        case reiterated(Reiteration)
        case responded(Response)
        /// The publisher corrected it.
        case corrected
    }

    /// An act, and the event it came with.
    public struct Move: Hashable, Sendable {
        /// Place of the event in the log.
        public let position: Position
        /// The kind of event it came with.
        public let type: EventType
        /// When it happened, which may be earlier than what the log has before it.
        public let time: EventTime
        /// What was done.
        public let act: Act

        /// Whether it names the claim, and is not about the story as a whole.
        public let namesClaim: Bool

        init(_ envelope: Envelope, _ act: Act, namesClaim: Bool = true) {
            self.namesClaim = namesClaim
            position = envelope.position
            type = envelope.type
            time = envelope.time
            self.act = act
        }
    }

    init(claim: Claim, introduced: Position, time: EventTime, counterTo: Denial?) {
        self.claim = claim
        self.introduced = introduced
        self.time = time
        self.counterTo = counterTo
    }
}

/// Where a claim stands; the first that holds.
public enum Standing: String, Hashable, Sendable, CaseIterable {
    case retracted, held, corrected, withdrawn, conceded, contested, denied
    case partlyDenied = "partly-denied"
    case answered, unanswered, asserted
}

extension StoryState {
    /// Where a claim of this story stands: folded from its moves by the design's table, never stored.
    public func standing(of record: ClaimRecord) -> Standing {
        if status == .killed { return .retracted }
        if status == .held { return .held }
        let speakers = record.claim.attribution.map(\.speaker.name)
        let deniers = Set(record.moves.compactMap(\.denial).map(\.by.name))
        // The order of happening decides what came since; the log decides between equals.
        let moves = record.moves.sorted { ($0.time.microseconds, $0.position) < ($1.time.microseconds, $1.position) }
        if moves.contains(where: { $0.act == .corrected }) { return .corrected }
        let withdrawals = moves.compactMap(\.response).filter { $0.outcome == .withdraws }
        if withdrawals.contains(where: {
            speakers.isEmpty ? !deniers.contains($0.by.name) : speakers.contains($0.by.name)
        }) {
            return .withdrawn
        }
        let confirmations = moves.compactMap(\.response).filter { $0.outcome == .confirms }
        if confirmations.contains(where: { !speakers.contains($0.by.name) }) { return .conceded }

        let denials = moves.filter { move in
            guard let denial = move.denial else { return false }
            return !withdrawals.contains { $0.by.name == denial.by.name }
        }
        if let last = denials.last {
            let reiteration = moves.lastIndex { if case .reiterated = $0.act { true } else { false } }
            let denial = moves.lastIndex(of: last)
            if let reiteration, let denial, reiteration > denial { return .contested }
            let since = denials.filter { reiteration == nil || moves.firstIndex(of: $0)! > reiteration! }
            return since.contains { $0.denial?.extent == .full } ? .denied : .partlyDenied
        }
        let outcomes = moves.compactMap { $0.response?.outcome }
        if outcomes.contains(where: { $0 == .statement || $0 == .acknowledges }) { return .answered }
        let isAsked = requests.contains { $0.introduced >= record.introduced }
        if isAsked || outcomes.contains(where: { $0 == .declined || $0 == .noResponse }) { return .unanswered }
        return .asserted
    }
}

extension ClaimRecord.Move {
    /// The denial, where this is one.
    public var denial: Denial? { if case .denied(let denial) = act { denial } else { nil } }

    /// The response, where this is one.
    public var response: Response? { if case .responded(let response) = act { response } else { nil } }
}
