import CanonicalJSON

/// What came of a request for comment: now, and by the time the story told of it.
public struct RequestAnswers: Sendable {
    /// What it came to.
    public let standing: RequestStanding
    /// What it had come to when the text that told of it was published: "did not respond before publication" stays true
    /// when an answer comes later.
    public let standingAtPublication: RequestStanding
    /// The first move that made it what it came to; nil when nothing is on record.
    public let decisive: ClaimRecord.Move?
    /// Seconds from the asking to ``decisive``, rounded down; nil where the story does not say when it asked, and where
    /// nobody answered.
    public let seconds: Int64?
    /// The moves that name the request, and those of the party, since it was asked.
    private let named, since: AnswerList

    init(_ request: RequestRecord, named: AnswerList, since: AnswerList) {
        (self.named, self.since) = (named, since)
        let lists = [named, since]
        let standing = RequestStanding(lists.flatMap(\.standings))
        self.standing = standing
        standingAtPublication = RequestStanding(lists.flatMap { $0.standings(until: request.telling) })
        decisive = lists.compactMap { $0.first(standing) }.min { Happening($0) < Happening($1) }
        // Silence has no time of its own: it is on record since a moment, and lasted until then at least.
        let answer = standing == .silent ? nil : decisive
        seconds = request.request.asked.flatMap { asked in answer.map { asked.time.seconds(until: $0.time) } }
    }

    /// How many moves answer the request: silence, refusals, answers, all that is on record.
    public var count: Int { named.count + since.count }

    /// The first of those moves, in order of happening.
    public func moves(first most: Int) -> [ClaimRecord.Move] {
        (named.prefix(most) + since.prefix(most)).inOrderOfHappening.prefix(most).map { $0 }
    }
}

extension StoryClaims {
    /// What came of each request for comment, in the order of ``requests``.
    ///
    /// A response that names a request answers that one. Whatever else the party does or says once it was asked, a denial
    /// too, answers every request that went to it. Nothing answers a request before it was asked: the order of happening
    /// counts, since a story may tell of its requests after it had the answer, and the log within one moment. Takes time
    /// n log n in moves and requests.
    public var answers: [RequestAnswers] {
        let ids = Set(requests.compactMap(\.request.id))
        let parties = Set(requests.map(\.request.party.name))
        var (named, others): ([Text: [ClaimRecord.Move]], [Text: [ClaimRecord.Move]]) = ([:], [:])
        for move in moves {
            if let id = move.response?.request {
                if ids.contains(id) { named[id, default: []].append(move) }
            } else if let name = move.by?.name, parties.contains(name) {
                others[name, default: []].append(move)
            }
        }
        let (byRequest, byParty) = (named.mapValues(AnswerList.init), others.mapValues(AnswerList.init))
        return requests.map { request in
            let named = request.request.id.flatMap { byRequest[$0] } ?? AnswerList([])
            let party = byParty[request.request.party.name] ?? AnswerList([])
            return RequestAnswers(
                request, named: named.since(request.asking), since: party.since(request.asking))
        }
    }
}

extension EventTime {
    fileprivate func seconds(until later: EventTime) -> Int64 {
        later.seconds - seconds - (later.nanoseconds < nanoseconds ? 1 : 0)
    }
}
