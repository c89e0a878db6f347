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

extension ClaimRecord.Move {
    /// The denial, where this is one.
    public var denial: Denial? { if case .denied(let denial) = act { denial } else { nil } }

    /// The response, where this is one.
    public var response: Response? { if case .responded(let response) = act { response } else { nil } }
}
