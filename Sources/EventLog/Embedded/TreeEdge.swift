import MerkleLog
import StoryEvents

/// The right edge of the tree as a writer remembers it between transactions. Other processes append too, so what is
/// remembered is held against the log inside each transaction, and brought up to what the log holds.
struct TreeEdge {
    private var frontier = Frontier()
    /// The hash of the newest leaf under the edge; nil for an empty tree.
    private var newest: Hash?

    /// What a transaction adds to the tree.
    struct Growth {
        /// What to remember once it is durable.
        fileprivate let next: Next
        /// The tiles to store in it.
        let complete: [TileContents]

        fileprivate enum Next {
            /// The same edge with these leaves, which complete no tile.
            case longer([Hash])
            case other(TreeEdge)
        }
    }

    /// Remembers what was added, now that it is durable. An edge that nobody else holds grows in place.
    mutating func grow(by growth: Growth) {
        switch growth.next {
        case .other(let edge): self = edge
        case .longer(let hashes):
            _ = frontier.append(contentsOf: hashes)
            newest = hashes.last ?? newest
        }
    }

    /// Grows the tree by the leaves of a transaction.
    ///
    /// - Parameters:
    ///   - base: Where the log ended before the transaction: its size, in leaves.
    ///   - last: The hash of its last leaf then; nil for an empty log.
    ///   - hashes: The leaf hashes appended since, in log order; at least one.
    ///   - store: The log as it was before the transaction.
    func grown(
        from base: Position, after last: Hash?, by hashes: [Hash], reading store: any TreeStore
    ) throws(EventLogError) -> Growth {
        let size = UInt64(base.value)
        // Nearly always: nobody else has appended.
        let isCurrent = frontier.size == size && newest == last
        if isCurrent, size % UInt64(Tile.fullWidth) + UInt64(hashes.count) < UInt64(Tile.fullWidth) {
            return Growth(next: .longer(hashes), complete: [])
        }
        var frontier = isCurrent ? frontier : try current(at: size, reading: store)
        let complete = frontier.append(contentsOf: hashes)
        return Growth(next: .other(TreeEdge(frontier: frontier, newest: hashes.last)), complete: complete)
    }

    private init(frontier: Frontier, newest: Hash?) {
        self.frontier = frontier
        self.newest = newest
    }

    /// The edge of an empty tree, to begin with.
    init() {}

    /// The edge at a size: the one remembered with what others appended since, or, when that is of another history or
    /// far behind, one read anew.
    private func current(at size: UInt64, reading store: any TreeStore) throws(EventLogError) -> Frontier {
        guard frontier.size <= size, size - frontier.size <= 4096, try isOfThisHistory(store) else {
            return try LogTree(store, size: size).frontier()
        }
        guard frontier.size < size else { return frontier }
        var current = frontier
        let missing = Int(size - frontier.size)
        let hashes = try store.leafHashes(from: Position(Int64(frontier.size)), limit: missing)
        guard hashes.count == missing else {
            throw .damaged(path: "the tree", "\(missing) leaves are there, but only \(hashes.count) of their hashes")
        }
        // The tiles that these complete were stored by whoever appended them.
        _ = current.append(contentsOf: hashes)
        return current
    }

    private func isOfThisHistory(_ store: any TreeStore) throws(EventLogError) -> Bool {
        guard let newest else { return frontier.size == 0 }
        return try store.leafHashes(from: Position(Int64(frontier.size) - 1), limit: 1).first == newest
    }
}
