import CanonicalJSON

/// A request for comment, and what came of it.
public struct RequestRecord: Hashable, Sendable {
    /// What was asked, of whom.
    public let request: CommentRequest
    /// The event that brought it in.
    public let introduced: Position
    /// In log order. "Did not respond" stays when an answer comes later.
    public internal(set) var responses: [ClaimRecord.Move] = []

    init(request: CommentRequest, introduced: Position) {
        self.request = request
        self.introduced = introduced
    }

    /// Whether a response answers this request: by naming it, or, naming none, by coming from whom it went to.
    func isAnswered(by response: Response) -> Bool {
        if let id = response.request { return id == request.id }
        return response.by.name == request.party.name
    }
}
