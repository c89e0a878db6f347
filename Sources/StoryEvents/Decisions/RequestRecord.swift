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

    /// The asking, in the order of happening.
    var asking: Happening { Happening(asked, introduced) }

    /// The event that told of it, in the order of happening.
    var telling: Happening { Happening(time, introduced) }
}

/// What came of a request for comment; the first case that applies.
public enum RequestStanding: String, Hashable, Sendable, CaseIterable {
    /// The party said something, or denied, confirmed, withdrew or stood by a claim.
    case answered
    /// It said that it would say nothing.
    case declined
    /// Its silence is on record.
    case silent
    /// Nothing is on record but the asking.
    case asked

    /// - Parameter standings: What each move that answers the request comes to by itself.
    init(_ standings: [RequestStanding]) {
        self = Self.allCases.first(where: standings.contains) ?? .asked
    }

    /// What a request would come to by one move alone.
    static func standing(of move: ClaimRecord.Move) -> RequestStanding {
        switch move.response?.outcome {
        case .declined: .declined
        case .noResponse: .silent
        case .statement, .acknowledges, .confirms, .withdraws, nil: .answered
        }
    }
}
