import CanonicalJSON

/// What a story's later documents may refer to by id: its claims and their hops, its requests for comment, its events.
///
/// Each lookup takes constant time.
public struct StoryNames: Hashable, Sendable {
    /// The claims whose text is there to be read, counter-claims included, in log order.
    public private(set) var claims: [Claim] = []
    /// The ids of the requests that have one, in log order.
    public private(set) var requests: [Text] = []
    /// How many requests for comment the story made, with or without an id.
    public private(set) var requestCount = 0
    /// Places in ``claims`` of those that the story itself makes, counter-claims left out.
    private var ownPlaces: [Int] = []
    /// Place of each claim in ``claims``.
    private var claimPlaces: [Text: Int] = [:]
    /// How many of the story's own claims have a hop of an id.
    private var hopCounts: [Text: Int] = [:]
    /// What each request of an id asks about: ids of claims, none where it is about the whole story.
    private var requestClaims: [Text: [Text]] = [:]
    /// Hashes of the ids of the story's events, under the key that the process draws at its start. A long story has very
    /// many; an id that no event has passes for one with a chance of their number in 2^64.
    private var events: Set<Int> = []
    /// What others than the publisher have sent.
    private(set) var shares = StoryShares()
    /// How many denials, reiterations and responses there are, whoever has sent them.
    private(set) var moveCount = 0
    /// For each of ``claims`` the hash of its source, where that is another than the publisher's.
    private var claimSources: [Int?] = []
    /// About how many bytes of memory it takes, without ``events`` and ``shares``.
    private var namesWeight = 0

    /// The claim of an id.
    public func claim(_ id: Text) -> Claim? { claimPlaces[id].map { claims[$0] } }

    /// The claims that the story itself makes, in log order.
    var storysOwn: [Claim] { ownPlaces.map { claims[$0] } }

    /// Whether every claim that the story itself makes has a hop of this id.
    func allOwnClaimsHave(hop: Text) -> Bool { hopCounts[hop, default: 0] == ownPlaces.count }

    /// Whether a request has this id.
    func hasRequest(_ id: Text) -> Bool { requestClaims[id] != nil }

    /// The claims that a request asks about; none where it is about the whole story, and where there is no such request.
    func claims(ofRequest id: Text) -> [Text] { requestClaims[id] ?? [] }

    /// Whether an event has this id, whatever its source.
    func hasEvent(_ id: Text) -> Bool { events.contains(id.hashValue) }

    /// About how many bytes of memory it takes.
    var weight: Int { namesWeight + events.capacity * 2 * MemoryLayout<Int>.stride + shares.weight }

    /// Claims that the publisher made or let be made.
    var ownClaimCount: Int { claims.count - shares.others.claims }

    /// Folds one more event of the story.
    ///
    /// - Parameters:
    ///   - publisher: The source of the story.
    ///   - isForDeciding: Whether to hold no more of claims than their ids and those of their hops.
    mutating func apply(_ envelope: Envelope, _ payload: Payload, publisher: Text, isForDeciding: Bool) {
        events.insert(envelope.identity.id.hashValue)
        let other = StoryShares.other(envelope, publisher: publisher)
        if envelope.type.isMove { count(moves: 1, from: other) }
        switch payload {
        case .published(let publication): add(publication.claims, publication.requests, isForDeciding)
        case .updated(let update): add(update.claims, update.requests, isForDeciding)
        case .denied(let denial):
            if let claim = denial.counterclaim { add([claim], [], isForDeciding, isCounter: true, from: other) }
        case .reiterated, .responded, .forked, .rekeyed, .withheld, .erased: break
        }
    }

    /// - Parameter other: The hash of their source, where that is not the publisher's.
    mutating func count(moves: Int, from other: Int?) {
        moveCount += moves
        if let other { shares.add(moves: moves, from: other) }
    }

    private mutating func add(
        _ claims: [Claim], _ requests: [CommentRequest], _ isForDeciding: Bool, isCounter: Bool = false,
        from other: Int? = nil
    ) {
        for claim in claims {
            let claim = isForDeciding ? claim.namesAlone : claim
            claimPlaces[claim.id] = self.claims.count
            claimSources.append(other)
            if let other { shares.add(claims: 1, from: other) }
            if !isCounter {
                ownPlaces.append(self.claims.count)
                for hop in Set(claim.hopIDs) { hopCounts[hop, default: 0] += 1 }
            }
            self.claims.append(claim)
            namesWeight += claim.weight
        }
        requestCount += requests.count
        for request in requests {
            guard let id = request.id else { continue }
            self.requests.append(id)
            requestClaims[id] = request.claims
            namesWeight += weight(ofRequest: id)
        }
    }

    /// Forgets the newest names.
    ///
    /// - Parameters:
    ///   - events: The ids of the events that go.
    ///   - moves: How many moves of others go, by the hash of their source.
    mutating func rewind(to mark: Mark, without events: [Text], _ moves: [Int: Int]) {
        for id in events { self.events.remove(id.hashValue) }
        for (source, count) in moves { shares.add(moves: -count, from: source) }
        (requestCount, moveCount) = (mark.requestCount, mark.moveCount)
        while requests.count > mark.requests {
            let id = requests.removeLast()
            namesWeight -= weight(ofRequest: id)
            requestClaims[id] = nil
        }
        while claims.count > mark.claims {
            let claim = claims.removeLast()
            claimPlaces[claim.id] = nil
            if ownPlaces.last == claims.count {
                ownPlaces.removeLast()
                for hop in Set(claim.hopIDs) { hopCounts[hop] = hopCounts[hop].flatMap { $0 > 1 ? $0 - 1 : nil } }
            }
            namesWeight -= claim.weight
            if let other = claimSources.removeLast() { shares.add(claims: -1, from: other) }
        }
    }

    private func weight(ofRequest id: Text) -> Int {
        claims(ofRequest: id).reduce(5 * MemoryLayout<Text>.stride + id.weight) {
            $0 + MemoryLayout<Text>.stride + $1.weight
        }
    }
}
