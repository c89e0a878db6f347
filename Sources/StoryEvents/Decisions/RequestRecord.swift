import CanonicalJSON

/// A request for comment, as a story told of it.
public struct RequestRecord: Hashable, Sendable {
    /// What was asked, of whom.
    public let request: CommentRequest
    /// The event that told of it.
    public let introduced: Position
    /// When that event happened.
    public let time: EventTime

    init(_ request: CommentRequest, _ envelope: Envelope) {
        self.request = request
        introduced = envelope.position
        time = envelope.time
    }

    /// When it went out or, where the story does not say, when it had gone out at the latest.
    public var asked: EventTime { request.asked?.time ?? time }

    /// Whether a move answers this request, were it only by silence.
    ///
    /// A response that names a request answers that one. Whatever else the party does or says once it was asked, a
    /// denial too, answers every request that went to it; the order of the log does not count, since a story may tell
    /// of its requests after it had the answer.
    func isAnswered(by move: ClaimRecord.Move) -> Bool {
        if let id = move.response?.request { return id == request.id }
        return move.by?.name == request.party.name && !move.time.isBefore(asked)
    }
}

/// What came of a request for comment; the first that holds.
public enum RequestStanding: String, Hashable, Sendable, CaseIterable {
    /// The party said something, or denied, confirmed, withdrew or stood by a claim.
    case answered
    /// It said that it would say nothing.
    case declined
    /// Its silence is on record.
    case silent
    /// Nothing is on record but the asking.
    case asked

    /// - Parameter moves: What answers the request.
    public init(_ moves: some Sequence<ClaimRecord.Move>) {
        let standings = Set(moves.map(Self.standing))
        self = Self.allCases.first(where: standings.contains) ?? .asked
    }

    /// What a request would come to by one move alone.
    public static func standing(of move: ClaimRecord.Move) -> RequestStanding {
        switch move.response?.outcome {
        case .declined: .declined
        case .noResponse: .silent
        case .statement, .acknowledges, .confirms, .withdraws, nil: .answered
        }
    }
}

extension StoryClaims {
    /// What answers a request, in order of happening. "Did not respond" stays when an answer comes later.
    public func answers(to request: RequestRecord) -> [ClaimRecord.Move] {
        moves.filter(request.isAnswered).inOrderOfHappening
    }
}
