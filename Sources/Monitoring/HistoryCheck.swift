import CanonicalJSON
import MerkleLog

/// Checks earlier statements about a log, at smaller sizes, against its tree. The walk has found the tree to be the
/// signed one.
struct HistoryCheck {
    private let reader: TileHashReader<TiledLog>
    private let files: TiledLog

    init(_ checkpoint: Checkpoint, _ files: TiledLog) {
        reader = TileHashReader(size: checkpoint.size, root: checkpoint.root, source: files)
        self.files = files
    }

    /// Checks that the log still begins with a tree that this user saw.
    ///
    /// - Parameter strangers: The keys that signed the tree, where nothing but the user's word connects them with the log's.
    /// - Returns: Whether it does.
    func check(
        _ seen: KnownLog.Sighting, signedBy strangers: [VerifierKey] = [], _ find: (LogFinding) -> Void
    ) throws(TiledLog.Fault) -> Bool {
        guard try !begins(with: seen.checkpoint) else { return true }
        let size = seen.checkpoint.size
        if seen.isMet, !strangers.isEmpty {
            let names = strangers.map(\.identity.description).joined(separator: " and ")
            find(
                LogFinding(
                    "\(names) signed another tree of \(size) events, which was met in a file: either that key or this log's was "
                        + "never the keeper's, or the log was rewritten"))
            return false
        }
        find(
            LogFinding(
                seen.isMet
                    ? "the key signed two trees of \(size) events: this log's, and one that was met in a file, root "
                        + "\(seen.checkpoint.root)"
                    : "the log was rewritten: its first \(size) events are not those that it signed before"))
        return false
    }

    /// Whether the log begins with a tree, or is smaller than it.
    func begins(with tree: Checkpoint) throws(TiledLog.Fault) -> Bool {
        guard tree.size <= reader.size else { return true }
        return try root(ofSize: tree.size) == tree.root
    }

    /// Whether the log begins with a tree.
    func holds(_ tree: Checkpoint) throws(TiledLog.Fault) -> Bool {
        guard tree.size <= reader.size else { return false }
        return try root(ofSize: tree.size) == tree.root
    }

    /// Checks that the statements of a log belong to events of it, and that forks name existing trees.
    ///
    /// - Parameter seen: Given-up histories that were read and are complete, and how many events the log begins with of each.
    func check(
        _ statements: [StatementFile.Entry], against events: [StoryChains.SystemEvent],
        passing seen: inout [AbandonedHistory: UInt64], _ find: (LogFinding) -> Void
    ) throws(TiledLog.Fault) {
        for entry in StatementFile.entries(statements, of: events, upTo: reader.size, find) {
            try check(entry, passing: &seen, find)
        }
    }

    private func check(
        _ entry: StatementFile.Entry, passing seen: inout [AbandonedHistory: UInt64], _ find: (LogFinding) -> Void
    ) throws(TiledLog.Fault) {
        guard case .forked(_, let kept) = entry.statement.kind else { return }
        let position = UInt64(entry.position)
        if kept.size > position {
            find(LogFinding("the fork keeps \(kept.size) events, more than there are before it", at: position))
        } else if try root(ofSize: kept.size) != kept.root {
            find(LogFinding("the fork keeps another history of \(kept.size) events than this log has", at: position))
        }
        guard let abandoned = AbandonedHistory(entry.statement), seen[abandoned] == nil else { return }
        var isSound = true
        try abandoned.check(in: files) { what in
            isSound = false
            find(LogFinding(what, at: position))
        }
        if isSound { seen[abandoned] = try common(abandoned) }
    }

    /// How many events the log and a given-up history begin with that are the same. What its statement keeps is no such number.
    private func common(_ abandoned: AbandonedHistory) throws(TiledLog.Fault) -> UInt64 {
        var (least, most) = (UInt64(0), min(reader.size, abandoned.size))
        while least < most {
            let size = most - (most - least) / 2
            if try root(ofSize: size) == abandoned.root(ofSize: size, in: files) {
                least = size
            } else {
                most = size - 1
            }
        }
        return least
    }

    private func root(ofSize size: UInt64) throws(TiledLog.Fault) -> Hash {
        do throws(MerkleLogError) { return try reader.root(ofSize: size) } catch {
            if case .unreadable(_, let cause as TiledLog.Fault) = error { throw cause }
            throw .malformed("tile", error.description)
        }
    }
}
