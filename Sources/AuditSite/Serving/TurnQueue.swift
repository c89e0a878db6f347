/// Work that waits, of which clients take turns: one that asks for much does not keep the others waiting.
struct TurnQueue<Work: Sendable>: Sendable {
    private var waiting: [(client: String, work: Work)] = []
    /// When each of the clients that wait had its last turn.
    private var turns: [String: Int] = [:]
    private var turn = 0

    init() {}

    var count: Int { waiting.count }

    /// Adds work of a client.
    ///
    /// - Parameters:
    ///   - most: Of all that may wait.
    ///   - mostOfOne: Of one client's that may wait.
    /// - Returns: Whether there was room.
    mutating func add(_ work: Work, of client: String, most: Int, mostOfOne: Int) -> Bool {
        guard waiting.count < most, waiting.count(where: { $0.client == client }) < mostOfOne else { return false }
        waiting.append((client, work))
        return true
    }

    /// Takes the oldest work of the client whose last turn is longest ago; nil where nothing waits.
    mutating func next() -> Work? {
        guard
            let index = waiting.indices.min(by: {
                turns[waiting[$0].client, default: 0] < turns[waiting[$1].client, default: 0]
            })
        else { return nil }
        let (client, work) = waiting.remove(at: index)
        turn += 1
        turns[client] = turn
        // Of others, only the last turns of clients that are likely to come back count.
        if turns.count > Self.mostRemembered { turns = turns.filter { $0.value > turn - Self.mostRemembered / 2 } }
        return work
    }

    private static var mostRemembered: Int { 1024 }
}
