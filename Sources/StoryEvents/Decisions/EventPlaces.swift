import CanonicalJSON

/// Where the events of a story stand that a reiteration may answer, by their ids. An id is unique within a source only.
///
/// It holds hashes of the ids under the process's random key: a long story has very many.
struct EventPlaces: Hashable, Sendable {
    private var first: [Int: Position] = [:]
    /// Further events with an id that another source has used before.
    private var others: [Int: [Position]] = [:]

    /// The most events of one id that are told apart.
    private static let most = 10

    mutating func add(_ envelope: Envelope) {
        // Nobody answers the ledger itself.
        guard envelope.identity.source != .ledger else { return }
        let id = envelope.identity.id.hashValue
        guard first[id] != nil else { return first[id] = envelope.position }
        if others[id, default: []].count < Self.most - 1 { others[id, default: []].append(envelope.position) }
    }

    /// The events with an id, in log order.
    subscript(id: Text) -> [Position] {
        guard let found = first[id.hashValue] else { return [] }
        return [found] + (others[id.hashValue] ?? [])
    }
}
