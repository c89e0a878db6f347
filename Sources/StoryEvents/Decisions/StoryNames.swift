import CanonicalJSON

/// The ids that later documents of a story may name: claims and their hops, requests for comment, events.
///
/// Each lookup takes constant time.
public struct StoryNames: Hashable, Sendable {
    /// The claims whose text can be read, including counter-claims, in log order.
    public private(set) var claims: [Claim] = []
    /// The ids of requests, in log order; requests without an id are left out.
    public private(set) var requests: [Text] = []
    /// The number of requests for comment, with and without an id.
    public private(set) var requestCount = 0
    /// Places in ``claims`` of the story's own claims, without counter-claims.
    private var ownPlaces: [Int] = []
    /// Place of each claim in ``claims``.
    private var claimPlaces: [Text: Int] = [:]
    /// For each hop id, how many of the story's own claims have it.
    private var hopCounts: [Text: Int] = [:]
    /// The claim ids of each request; empty when it concerns the whole story.
    private var requestClaims: [Text: [Text]] = [:]
    /// Hashes of the ids of the story's events, under the process's random key. A long story has very many. An unknown
    /// id passes as known with a probability of their number in 2^64.
    private var events: Set<Int> = []
    /// The moves and claims from sources other than the publisher's.
    private(set) var shares = StoryShares()
    /// The number of denials, reiterations and responses from any source.
    private(set) var moveCount = 0
    /// For each of ``claims``, the hash of its source; nil for the publisher's.
    private var claimSources: [Int?] = []
    /// Approximate memory in bytes, without ``events`` and ``shares``.
    private var namesWeight = 0

    /// The claim with an id.
    public func claim(_ id: Text) -> Claim? { claimPlaces[id].map { claims[$0] } }

    /// The story's own claims, in log order.
    var storysOwn: [Claim] { ownPlaces.map { claims[$0] } }

    /// Whether every one of the story's own claims has a hop with this id.
    func allOwnClaimsHave(hop: Text) -> Bool { hopCounts[hop, default: 0] == ownPlaces.count }

    /// Whether a request has this id.
    func hasRequest(_ id: Text) -> Bool { requestClaims[id] != nil }

    /// The claims of a request; empty when it concerns the whole story, and when there is no such request.
    func claims(ofRequest id: Text) -> [Text] { requestClaims[id] ?? [] }

    /// Whether an event of any producer has this id.
    func hasEvent(_ id: Text) -> Bool { events.contains(id.hashValue) }

    /// Approximate memory, in bytes.
    var weight: Int { namesWeight + events.capacity * 2 * MemoryLayout<Int>.stride + shares.weight }

    /// The number of claims that count against ``StoryLimits/claims``.
    var ownClaimCount: Int { claims.count - shares.others.claims }

    /// Folds the story's next event.
    ///
    /// - Parameters:
    ///   - publisher: The source of the story.
    ///   - isForDeciding: Whether to store only the ids of claims and hops.
    mutating func apply(_ envelope: Envelope, _ payload: Payload, publisher: Text, isForDeciding: Bool) {
        // Nobody answers the ledger itself.
        if envelope.identity.source != .ledger { events.insert(envelope.identity.id.hashValue) }
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

    /// - Parameter other: The hash of the source; nil for the publisher's.
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

    /// Removes the newest names.
    ///
    /// - Parameters:
    ///   - events: The ids of the events to remove.
    ///   - moves: How many moves of each other source to remove, by the hash of the source.
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
