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
    /// Place of each claim in ``claims``.
    private var claimPlaces: [Text: Int] = [:]
    /// How many claims have a hop of an id.
    private var hopCounts: [Text: Int] = [:]
    private var requestIDs: Set<Text> = []
    /// Hashes of the ids of the story's events, under the key that the process draws at its start. A long story has very
    /// many; an id that no event has passes for one with a chance of their number in 2^64.
    private var events: Set<Int> = []
    /// About how many bytes of memory it takes, without ``events``.
    private var namesWeight = 0

    /// The claim of an id.
    public func claim(_ id: Text) -> Claim? { claimPlaces[id].map { claims[$0] } }

    /// Whether every claim has a hop of this id.
    func allClaimsHave(hop: Text) -> Bool { hopCounts[hop, default: 0] == claims.count }

    /// Whether a request has this id.
    func hasRequest(_ id: Text) -> Bool { requestIDs.contains(id) }

    /// Whether an event has this id, whatever its source.
    func hasEvent(_ id: Text) -> Bool { events.contains(id.hashValue) }

    /// About how many bytes of memory it takes.
    var weight: Int { namesWeight + events.capacity * 2 * MemoryLayout<Int>.stride }

    /// Folds one more event of the story.
    mutating func apply(_ envelope: Envelope, _ payload: Payload) {
        events.insert(envelope.identity.id.hashValue)
        switch payload {
        case .published(let publication): add(publication.claims, publication.requests)
        case .updated(let update): add(update.claims, update.requests)
        case .denied(let denial): if let claim = denial.counterclaim { add([claim], []) }
        case .reiterated, .responded, .forked, .rekeyed, .withheld, .erased: break
        }
    }

    private mutating func add(_ claims: [Claim], _ requests: [CommentRequest]) {
        for claim in claims {
            claimPlaces[claim.id] = self.claims.count
            self.claims.append(claim)
            for hop in Set(claim.hopIDs) { hopCounts[hop, default: 0] += 1 }
            namesWeight += claim.weight
        }
        requestCount += requests.count
        for case let id? in requests.map(\.id) {
            self.requests.append(id)
            requestIDs.insert(id)
            namesWeight += Self.weight(ofRequest: id)
        }
    }

    /// Forgets the newest names.
    ///
    /// - Parameter events: The ids of the events that go.
    mutating func rewind(to mark: Mark, without events: [Text]) {
        for id in events { self.events.remove(id.hashValue) }
        requestCount = mark.requestCount
        while requests.count > mark.requests {
            let id = requests.removeLast()
            requestIDs.remove(id)
            namesWeight -= Self.weight(ofRequest: id)
        }
        while claims.count > mark.claims {
            let claim = claims.removeLast()
            claimPlaces[claim.id] = nil
            for hop in Set(claim.hopIDs) { hopCounts[hop] = hopCounts[hop].flatMap { $0 > 1 ? $0 - 1 : nil } }
            namesWeight -= claim.weight
        }
    }

    private static func weight(ofRequest id: Text) -> Int { 4 * MemoryLayout<Text>.stride + id.weight }
}
