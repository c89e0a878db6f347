import CanonicalJSON

/// How much of a story others than its publisher have sent, by source: what they send takes no room from the publisher,
/// and what one of them sends takes little from the others.
struct StoryShares: Hashable, Sendable {
    /// What was sent.
    struct Share: Hashable, Sendable {
        /// Denials, reiterations and responses.
        var moves = 0
        /// Counter-claims whose text is there to be read.
        var claims = 0

        var isEmpty: Bool { moves == 0 && claims == 0 }
    }

    /// All of them together.
    private(set) var others = Share()
    /// By the hash of the source under the key that the process draws at its start: there may be very many. Two sources of
    /// one hash share a share, with a chance of their number in 2^64.
    private var shares: [Int: Share] = [:]

    /// How many sources have sent something.
    var sources: Int { shares.count }

    /// What one source has sent.
    func share(of source: Text) -> Share { shares[source.hashValue] ?? Share() }

    /// Counts what a source has sent, or with negative numbers what is undone of it.
    mutating func add(moves: Int = 0, claims: Int = 0, from source: Int) {
        others.moves += moves
        others.claims += claims
        var share = shares[source] ?? Share()
        share.moves += moves
        share.claims += claims
        shares[source] = share.isEmpty ? nil : share
    }

    /// The hash of an event's source where the event is another's: a denial, reiteration or response that is not from
    /// the source of the story. Nobody updates a story whom its publisher or the configuration does not let.
    static func other(_ envelope: Envelope, publisher: Text) -> Int? {
        envelope.type.isMove && envelope.identity.source != publisher ? envelope.identity.source.hashValue : nil
    }

    /// About how many bytes of memory it takes.
    var weight: Int { shares.capacity * (MemoryLayout<Share>.stride + 2 * MemoryLayout<Int>.stride) }
}

extension EventType {
    /// Whether it is what somebody does about claims: denied, reiterated or responded.
    var isMove: Bool {
        switch self {
        case .denied, .reiterated, .responded: true
        case .published, .updated, .forked, .rekeyed, .withheld: false
        }
    }
}
