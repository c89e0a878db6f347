import EventLog
import MerkleLog

/// The published state, as the files beside the database show it.
struct PublishedHistory: Sendable {
    /// The newest signed checkpoint.
    let head: PublishedNote?
    /// The checkpoint that readers see. It is one behind the head while the head waits for its quorum, or after a kill.
    let visible: PublishedNote?

    /// Nothing was published.
    static let none = PublishedHistory(head: nil, visible: nil)

    /// A published checkpoint that the log does not extend.
    struct Conflict {
        let published: PublishedNote
        let error: PublicationError
    }

    /// Reads what was published.
    ///
    /// - Throws: ``PublicationError/headLost(file:known:)`` if the log knows of a published checkpoint and no file has
    ///   one.
    static func read(_ publisher: Publisher, _ lineage: LogLineage) throws(PublicationError) -> PublishedHistory {
        let (directories, disk) = (publisher.directories, publisher.disk)
        let history = PublishedHistory(
            head: try PublishedNote.read(directories.head, lineage, disk),
            visible: try PublishedNote.read(directories.checkpoint, lineage, disk))
        if history.head == nil, history.visible == nil {
            // A restored database knows only what it knew then; more may have been published since.
            let known = try withLog { () throws(EventLogError) in try publisher.store.checkpoints(limit: 1).first }
            if let known { throw .headLost(file: directories.head, known: known.size) }
        }
        return history
    }

    /// The log names under which something was published.
    var origins: [String] { [head, visible].compactMap { $0?.checkpoint.origin } }

    /// The keys that signed what was published under a log name; nil if nothing was.
    func signers(_ origin: String) -> Set<KeyIdentity>? {
        let notes = [head, visible].compactMap(\.self).filter { $0.checkpoint.origin.utf8.elementsEqual(origin.utf8) }
        return notes.isEmpty ? nil : notes.reduce(into: []) { $0.formUnion($1.logKeys) }
    }

    /// Why keys may not sign what comes next; nil if one of them signed what was published before.
    func strangeness(of keys: SigningKeys, _ origin: String) -> PublicationError? {
        guard let known = signers(origin), known.isDisjoint(with: keys.verifiers.map(\.identity)) else { return nil }
        return .strangeKey(path: keys.path, known: known.text)
    }

    /// The same without what was published under another name.
    func under(_ origin: String) -> PublishedHistory {
        func kept(_ note: PublishedNote?) -> PublishedNote? {
            note.flatMap { $0.checkpoint.origin.utf8.elementsEqual(origin.utf8) ? $0 : nil }
        }
        return PublishedHistory(head: kept(head), visible: kept(visible))
    }

    /// Whether a fork carries a published tree on under the log's new name: it gave up another history of the older name,
    /// which a restored ledger had signed a second time.
    private static func isCarriedOn(
        _ checkpoint: Checkpoint, by lineage: LogLineage, in tree: LogTree
    ) throws(PublicationError) -> Bool {
        let isKept = lineage.statements.contains { statement in
            guard case .forked(_, let kept) = statement.kind else { return false }
            return checkpoint.size <= kept.size
                && statement.old.identity.name.description.utf8.elementsEqual(checkpoint.origin.utf8)
        }
        guard isKept, checkpoint.size <= tree.size, !lineage.hasGivenUp(checkpoint) else { return false }
        return try withTree { () throws(MerkleLogError) in try tree.root(ofSize: checkpoint.size) } == checkpoint.root
    }

    /// The largest published checkpoint that a tree does not extend; nil if it extends all.
    func conflict(with tree: LogTree, _ lineage: LogLineage) throws(PublicationError) -> Conflict? {
        var worst: Conflict?
        for published in [head, visible].compactMap(\.self) {
            let checkpoint = published.checkpoint
            let error: PublicationError
            if !checkpoint.origin.utf8.elementsEqual(lineage.origin.utf8) {
                if try Self.isCarriedOn(checkpoint, by: lineage, in: tree) { continue }
                error = .renamed(file: published.file, expected: lineage.origin, found: checkpoint.origin)
            } else if checkpoint.size > tree.size {
                error = .behind(file: published.file, published: checkpoint.size, found: tree.size)
            } else {
                let found = try withTree { () throws(MerkleLogError) in try tree.root(ofSize: checkpoint.size) }
                guard found != checkpoint.root else { continue }
                error = .forked(
                    file: published.file, size: checkpoint.size, published: checkpoint.root, found: found)
            }
            if let worst, worst.published.checkpoint.size >= checkpoint.size { continue }
            worst = Conflict(published: published, error: error)
        }
        return worst
    }
}

extension Set<KeyIdentity> {
    /// Their names and hashes, for people.
    var text: String { map(\.description).sorted().joined(separator: " and ") }
}
