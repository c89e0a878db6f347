import CanonicalJSON

/// The answers to a request for comment: now, and when the story reported the request.
public struct RequestAnswers: Sendable {
    /// The standing now.
    public let standing: RequestStanding
    /// The standing when the text that reports the request was published: "did not respond before publication" stays
    /// true when an answer comes later.
    public let standingAtPublication: RequestStanding
    /// The first move that gives the standing; nil when there is no answer.
    public let decisive: ClaimRecord.Move?
    /// Seconds from the asking to ``decisive``, rounded down; nil when the time of asking is unknown or nothing was
    /// said.
    public let seconds: Int64?
    /// Where ``decisive`` names other claims than the request asks about: the first answer that is about those, and the seconds
    /// from the asking to it.
    public let toTheClaims: (move: ClaimRecord.Move, seconds: Int64?)?
    /// The moves that name the request, and the party's other moves, since it was asked.
    private let named, since: AnswerList

    init(_ request: RequestRecord, named: AnswerList, since: AnswerList) {
        (self.named, self.since) = (named, since)
        let lists = [named, since]
        let standing = RequestStanding(lists.flatMap(\.standings))
        self.standing = standing
        standingAtPublication = RequestStanding(lists.flatMap { $0.standings(until: request.telling) })
        decisive = lists.compactMap { $0.first(standing) }.min { Happening($0) < Happening($1) }
        // A silence has no time of its own: a report of it says only that it lasted until then.
        let answer = standing == .silent ? nil : decisive
        func seconds(until move: ClaimRecord.Move) -> Int64? {
            request.request.asked.map { $0.time.seconds(until: move.time) }
        }
        self.seconds = answer.flatMap(seconds)
        toTheClaims =
            request.isAnsweredElsewhere(by: decisive)
            ? lists.compactMap { $0.first(about: request.request.claims) }.min { Happening($0) < Happening($1) }
                .map { ($0, seconds(until: $0)) } : nil
    }

    /// The number of moves that answer the request, including silence and refusals to comment.
    public var count: Int { named.count + since.count }

    /// The first of these moves, in order of happening.
    public func moves(first most: Int) -> [ClaimRecord.Move] {
        (named.prefix(most) + since.prefix(most)).inOrderOfHappening.prefix(most).map { $0 }
    }
}

extension StoryClaims {
    /// The answers to each request for comment, in the order of ``requests``.
    ///
    /// A response that names a request answers only that one. Any other move of the party since it was asked, including
    /// a denial, answers every request to it. No move answers a request before it was asked. The order of happening
    /// decides, since a story may report a request after its answer; within one moment, log order decides. It takes
    /// time n log n in moves and requests.
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
    /// Whole seconds until a later time, rounded down.
    func seconds(until later: EventTime) -> Int64 {
        later.seconds - seconds - (later.nanoseconds < nanoseconds ? 1 : 0)
    }
}
