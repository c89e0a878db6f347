import MerkleLog
import StoryEvents

/// The right edge of the tree as a writer remembers it between transactions. Other processes append too, so what is
/// remembered is held against the log inside each transaction, and brought up to what the log holds.
struct TreeEdge {
    private var frontier = Frontier()
    /// The hash of the newest leaf under the edge; nil for an empty tree.
    private var newest: Hash?

    /// What to remember once a transaction is durable.
    enum Growth {
        /// The same edge with these leaves, which complete no tile.
        case longer([Hash])
        case other(TreeEdge)
    }

    /// Remembers what was added, now that it is durable. An edge without other references grows in place.
    mutating func grow(by growth: Growth) {
        switch growth {
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
    ///   - end: Where the log ends now; at least one leaf was appended.
    ///   - log: The log as it was before the transaction.
    ///   - hashes: Gives leaf hashes from a position on, in log order: some at each call, all of fewer than a tile's.
    ///   - store: Stores tiles that are complete.
    func grown(
        from base: Position, after last: Hash?, to end: Position, reading log: any TreeStore,
        hashes: (Position) throws(EventLogError) -> [Hash], store: ([TileContents]) throws(EventLogError) -> Void
    ) throws(EventLogError) -> Growth {
        let (size, newSize) = (UInt64(base.value), UInt64(end.value))
        // Nearly always: no other process has appended.
        let isCurrent = frontier.size == size && newest == last
        if isCurrent, size / UInt64(Tile.fullWidth) == newSize / UInt64(Tile.fullWidth) {
            return .longer(try hashes(base))
        }
        var next = TreeEdge(frontier: isCurrent ? frontier : try current(at: size, reading: log), newest: last)
        while next.frontier.size < newSize {
            let found = try hashes(Position(Int64(next.frontier.size)))
            guard let newest = found.last else {
                throw .damaged(path: "the tree", "the hash of leaf \(next.frontier.size) is missing")
            }
            try store(next.frontier.append(contentsOf: found))
            next.newest = newest
        }
        return .other(next)
    }

    private init(frontier: Frontier, newest: Hash?) {
        self.frontier = frontier
        self.newest = newest
    }

    /// The edge of an empty tree, to begin with.
    init() {}

    /// The edge at a size: the one remembered with what others appended since, or, when that is of another history or
    /// far behind, one read from the log.
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
        // The tiles that these complete were stored by the process that appended them.
        _ = current.append(contentsOf: hashes)
        return current
    }

    private func isOfThisHistory(_ store: any TreeStore) throws(EventLogError) -> Bool {
        guard let newest else { return frontier.size == 0 }
        return try store.leafHashes(from: Position(Int64(frontier.size) - 1), limit: 1).first == newest
    }
}
