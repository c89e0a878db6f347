import StoryEvents

/// What came of a request for comment: now, and by the time the story told of it.
public struct RequestAnswers: Hashable, Sendable {
    /// In order of happening: silence, refusals, answers, all that is on record.
    public let moves: [ClaimRecord.Move]
    /// What it came to.
    public let standing: RequestStanding
    /// What it had come to when the text that told of it was published: "did not respond before publication" stays true
    /// when an answer comes later.
    public let standingAtPublication: RequestStanding
    /// The first move that made it what it came to; nil when nothing is on record.
    public let decisive: ClaimRecord.Move?
    /// Seconds from the asking to ``decisive``, rounded down, below 0 where it is said to have come before; nil where the
    /// story does not say when it asked, and where nobody answered.
    public let seconds: Int64?

    init(_ request: RequestRecord, _ moves: [ClaimRecord.Move]) {
        let standing = RequestStanding(moves)
        self.moves = moves
        self.standing = standing
        standingAtPublication = RequestStanding(moves.filter { !request.time.isBefore($0.time) })
        decisive = moves.first { RequestStanding.standing(of: $0) == standing }
        // Silence has no time of its own: it is on record since a moment, and lasted until then at least.
        let answer = standing == .silent ? nil : decisive
        seconds = request.request.asked.flatMap { asked in answer.map { asked.time.seconds(until: $0.time) } }
    }
}

extension EventTime {
    fileprivate func seconds(until later: EventTime) -> Int64 {
        later.seconds - seconds - (later.nanoseconds < nanoseconds ? 1 : 0)
    }
}
