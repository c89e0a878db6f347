/// Decides which connections stay when there are too many: a client that only holds connections must not shut others out.
struct ConnectionRoom<ID: Hashable & Sendable>: Sendable {
    /// Connections at a time, and those of one address.
    private let most, mostOfOne: Int
    private var connections: [ID: Connection] = [:]
    private var counts: [String: Int] = [:]

    /// What a connection is doing.
    enum Work: Hashable, Sendable {
        /// Nothing was asked, or not all of a request has come.
        case waiting
        case answering
        /// It receives events until it leaves.
        case streaming
    }

    private struct Connection: Sendable {
        let address: String
        var work = Work.waiting
        /// Since when it does so, in seconds.
        var since: Double

        /// Whether it may be closed for another one.
        func isIdle(_ now: Double) -> Bool {
            switch work {
            case .waiting: true
            case .answering: now - since > ConnectionRoom.patience
            case .streaming: false
            }
        }
    }

    /// Whether a new connection may stay.
    enum Admission: Hashable, Sendable {
        case enters
        /// After another one was closed.
        case replaces(ID)
        case isRefused
    }

    /// The seconds that a client has for taking an answer, before its connection may be closed for another one.
    static var patience: Double { 20 }

    init(most: Int, mostOfOne: Int) { (self.most, self.mostOfOne) = (most, mostOfOne) }

    var count: Int { connections.count }

    /// Decides about a connection that has just come.
    ///
    /// - Parameters:
    ///   - address: The client's address; empty where it says nothing about who the client is: only all connections together
    ///     are limited then.
    ///   - now: In seconds, never less than before.
    mutating func admit(_ id: ID, from address: String, now: Double) -> Admission {
        var admission = Admission.enters
        if !address.isEmpty, counts[address, default: 0] >= mostOfOne {
            guard let other = longestIdle(now, among: { $0.address == address }) else { return .isRefused }
            admission = .replaces(other)
        } else if connections.count >= most {
            // Of the client that has the most.
            var crowd = 0
            for connection in connections.values where connection.isIdle(now) {
                crowd = max(crowd, counts[connection.address] ?? 0)
            }
            let counts = counts
            guard let other = longestIdle(now, among: { counts[$0.address] == crowd }) else { return .isRefused }
            admission = .replaces(other)
        }
        if case .replaces(let other) = admission { leave(other) }
        connections[id] = Connection(address: address, since: now)
        counts[address, default: 0] += 1
        return admission
    }

    private func longestIdle(_ now: Double, among isMeant: (Connection) -> Bool) -> ID? {
        var found: (id: ID, since: Double)?
        for (id, connection) in connections where connection.isIdle(now) && isMeant(connection) {
            if connection.since < found?.since ?? .infinity { found = (id, connection.since) }
        }
        return found?.id
    }

    mutating func work(_ work: Work, of id: ID, now: Double) {
        connections[id]?.work = work
        connections[id]?.since = now
    }

    mutating func leave(_ id: ID) {
        guard let connection = connections.removeValue(forKey: id) else { return }
        counts[connection.address] = counts[connection.address].flatMap { $0 > 1 ? $0 - 1 : nil }
    }
}
