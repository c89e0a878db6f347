import CanonicalJSON

/// A request for comment that a story reported.
public struct RequestRecord: Hashable, Sendable {
    /// The request.
    public let request: CommentRequest
    /// The event that reported it.
    public let introduced: Position
    /// When that event happened.
    public let time: EventTime

    init(_ request: CommentRequest, _ envelope: Envelope) {
        self.request = request
        introduced = envelope.position
        time = envelope.time
    }

    /// When it was sent; when the story does not say, the time of the event that reported it.
    public var asked: EventTime { request.asked?.time ?? time }

    /// Seconds from the asking to the publication that reports it: how long the party had to answer. nil when the time of
    /// asking is unknown.
    public var notice: Int64? { request.asked.map { $0.time.seconds(until: time) } }

    /// Whether a move names claims, and none of those that the request asks about.
    public func isAnsweredElsewhere(by move: ClaimRecord.Move?) -> Bool {
        guard let move, !move.claims.isEmpty, !request.claims.isEmpty else { return false }
        return Set(request.claims).isDisjoint(with: move.claims)
    }

    /// The asking, in the order of happening.
    var asking: Happening { Happening(asked, introduced) }

    /// The event that reported it, in the order of happening.
    var telling: Happening { Happening(time, introduced) }
}

/// The standing of a request for comment; the first case that matches.
public enum RequestStanding: String, Hashable, Sendable, CaseIterable {
    /// The party made a statement, or denied, confirmed, withdrew or reiterated a claim.
    case answered
    /// The party declined to comment.
    case declined
    /// The party's silence is on record.
    case silent
    /// No answer is on record.
    case asked

    /// - Parameter standings: The standing that each answer gives by itself.
    init(_ standings: [RequestStanding]) {
        self = Self.allCases.first(where: standings.contains) ?? .asked
    }

    /// The standing that one move gives by itself.
    static func standing(of move: ClaimRecord.Move) -> RequestStanding {
        switch move.response?.outcome {
        case .declined: .declined
        case .noResponse: .silent
        case .statement, .acknowledges, .confirms, .withdraws, nil: .answered
        }
    }
}
