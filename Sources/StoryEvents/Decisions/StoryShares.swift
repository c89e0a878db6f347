import CanonicalJSON

/// How much of a story each source other than the publisher's has sent. These sources do not use up the publisher's
/// room, and one of them uses up only little of the others' room.
struct StoryShares: Hashable, Sendable {
    /// The amounts of one source.
    struct Share: Hashable, Sendable {
        /// Denials, reiterations and responses.
        var moves = 0
        /// Counter-claims whose text can be read.
        var claims = 0

        var isEmpty: Bool { moves == 0 && claims == 0 }
    }

    /// The sum over all sources.
    private(set) var others = Share()
    /// By the hash of the source under the process's random key, since there may be very many. Two sources share an
    /// entry with a probability of their number in 2^64.
    private var shares: [Int: Share] = [:]

    /// The number of sources.
    var sources: Int { shares.count }

    /// The share of one source.
    func share(of source: Text) -> Share { shares[source.hashValue] ?? Share() }

    /// Adds to the share of a source; negative numbers undo this.
    mutating func add(moves: Int = 0, claims: Int = 0, from source: Int) {
        others.moves += moves
        others.claims += claims
        var share = shares[source] ?? Share()
        share.moves += moves
        share.claims += claims
        shares[source] = share.isEmpty ? nil : share
    }

    /// The hash of an event's source, if the event is a move from a source other than the story's; else nil. Updates do
    /// not count: only the publisher and sources that the configuration names may send them.
    static func other(_ envelope: Envelope, publisher: Text) -> Int? {
        envelope.type.isMove && envelope.identity.source != publisher ? envelope.identity.source.hashValue : nil
    }

    /// Approximate memory, in bytes.
    var weight: Int { shares.capacity * (MemoryLayout<Share>.stride + 2 * MemoryLayout<Int>.stride) }
}

extension EventType {
    /// Whether it is a move: denied, reiterated or responded.
    package var isMove: Bool {
        switch self {
        case .denied, .reiterated, .responded: true
        case .published, .updated, .forked, .rekeyed, .withheld: false
        }
    }
}
