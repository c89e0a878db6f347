import CanonicalJSON
import MerkleLog
import StoryEvents

/// Checks checkpoints from outside of a look, such as in a proof, against later statements of their log about keys and
/// names.
///
/// Both keys have signed a statement; the file of statements gives the position of its event.
public struct StatementCheck: Sendable {
    private let entries: [StatementFile.Entry]
    /// What this user saw of them before; the positions of their events are not known.
    private let seen: [Succession]
    /// Whether statements were given, so that none means that there is none.
    private let isGiven: Bool
    /// The newest position that the given statements speak of.
    private let last: Int64?

    /// - Parameters:
    ///   - entries: The log's statements, in order; nil where none were given.
    ///   - seen: Statements that this user saw before.
    ///   - signers: Keys that signed what is to be checked. What other logs of that name say is passed over; nil for none.
    public init(
        _ entries: [StatementFile.Entry]?, seen: [Succession] = [], connectedTo signers: [VerifierKey]? = nil
    ) {
        let all = (entries ?? []).map(\.statement) + seen
        let connected = signers.map { TrustedKeys.connected($0, by: all) }
        func isOwn(_ statement: Succession) -> Bool { connected?.contains(statement.old) ?? true }
        self.entries = (entries ?? []).filter { isOwn($0.statement) }
        self.seen = seen.filter(isOwn)
        isGiven = entries != nil
        last = entries?.last?.position
    }

    /// Whether nothing is known.
    public var isEmpty: Bool { !isGiven && seen.isEmpty }

    /// Why a checkpoint proves nothing: its key had ended, or the log gave up its history.
    ///
    /// - Parameters:
    ///   - signers: The log's keys that signed it.
    ///   - newest: The highest position to prove.
    /// - Returns: nil if there is no objection.
    public func objection(
        to checkpoint: Checkpoint, signedBy signers: [VerifierKey], proving newest: UInt64
    ) -> String? {
        ended(checkpoint.size, signedBy: signers) ?? givenUp(checkpoint, proving: newest)
    }

    /// Why the signatures of a checkpoint do not count: all of its keys had ended before its tree existed.
    public func ended(_ size: UInt64, signedBy signers: [VerifierKey]) -> String? {
        let ends = signers.map(end)
        guard !ends.isEmpty, ends.allSatisfy({ $0.map { UInt64(clamping: $0) < size } ?? false }) else { return nil }
        let (names, isOne) = (signers.map(\.identity.description).joined(separator: " and "), signers.count == 1)
        let last = ends.compactMap(\.self).max() ?? 0
        return
            "the checkpoint of \(size) events is signed by \(names), which \(isOne ? "has" : "have") ended at @\(last)"
    }

    /// What remains unknown about a checkpoint without ``objection(to:signedBy:proving:)``.
    ///
    /// - Parameters:
    ///   - signers: The log's keys that signed it.
    ///   - given: The keys that were trusted before any statement.
    ///   - isVouchedFor: Whether witnesses, or an earlier look at the whole log, vouch for the tree.
    ///   - later: What a newer checkpoint of the log proves of the tree; that vouches for it, too.
    ///   - origin: The name of the log with that checkpoint.
    public func standing(
        of checkpoint: Checkpoint, signedBy signers: [VerifierKey], given: [VerifierKey], isVouchedFor: Bool,
        later: String? = nil, in origin: String? = nil
    ) -> CheckpointStanding {
        let isVouchedFor = isVouchedFor || later != nil
        var doubts: [String] = []
        var unvouched: String?
        var isGivenUp = false
        // What is named as known is no open question.
        var open = ["the key has not ended", "the history was not given up"]
        if let fork = fork(of: checkpoint.origin), !fork.keeps(checkpoint) {
            open.removeLast()
            let size = fork.abandoned.size
            if origin != fork.successor {
                doubts.append(
                    "that \(fork.successor), as which the log goes on, holds this: the history was given up at \(size) events"
                )
            }
            let isNamed = checkpoint.size == size && checkpoint.root == fork.abandoned.root
            if !isVouchedFor, !isNamed { (unvouched, isGivenUp) = ("the history was given up at \(size) events", true) }
        }
        if !signers.isEmpty, signers.allSatisfy(hasEnded) {
            open.removeFirst()
            let end = signers.compactMap(end).max()
            let what = "the key that signed it has ended" + (end.map { " at @\($0)" } ?? ", as this user saw before")
            if !isVouchedFor { (unvouched, isGivenUp) = (what, false) }
            doubts.append(
                "that the log holds this\(isVouchedFor ? ", without the word of others" : ""): \(what), and its holder can "
                    + "sign other trees")
        }
        doubts += followed(from: given, to: signers).map { position in
            "that the log holds the change of keys at @\(position): its statement is signed, its event is not shown here"
        }
        let known = last.map { "the given statements go up to @\($0)" } ?? "the given file holds no statement"
        if !open.isEmpty {
            doubts.append(
                "that \(open.joined(separator: " and ")) since: " + (isGiven ? known : "no --statements were given"))
        }
        return CheckpointStanding(unvouched: unvouched, isGivenUp: isGivenUp, doubts: doubts, later: later)
    }

    /// Why a leaf of the log contradicts the statements: one of them belongs to its position, and it is another event.
    public func contradiction(by leaf: Envelope, of origin: String) -> String? {
        for entry in entries where entry.position == leaf.position.value {
            let name =
                switch entry.statement.kind {
                case .rekeyed: entry.statement.old.identity.name
                case .forked: entry.statement.new.identity.name
                }
            let isOwn = leaf.type == .rekeyed || leaf.type == .forked
            guard name.bytes.elementsEqual(origin.utf8),
                !isOwn || leaf.identity.id != Text(entry.statement.eventID)
            else { continue }
            return "the statements tell of a change of the log at \(leaf.position), and there is another event: "
                + "'\(leaf.type.rawValue)' of \(leaf.story)"
        }
        return nil
    }

    /// The keys of a checkpoint that have not ended.
    public func live(_ keys: [VerifierKey]) -> [VerifierKey] { keys.filter { !hasEnded($0) } }

    private func hasEnded(_ key: VerifierKey) -> Bool {
        end(of: key) != nil || seen.contains { $0.kind == .rekeyed(isEnded: true) && $0.old == key }
    }

    /// The positions of the statements without which none of the signers is trusted.
    private func followed(from given: [VerifierKey], to signers: [VerifierKey]) -> [Int64] {
        guard !signers.contains(where: given.contains) else { return [] }
        var (trusted, positions) = (given, [Int64]())
        for entry in entries where trusted.contains(entry.statement.old) && !trusted.contains(entry.statement.new) {
            guard case .rekeyed = entry.statement.kind else { continue }
            trusted.append(entry.statement.new)
            positions.append(entry.position)
            if signers.contains(entry.statement.new) { break }
        }
        return positions
    }

    private func givenUp(_ checkpoint: Checkpoint, proving newest: UInt64) -> String? {
        guard let fork = fork(of: checkpoint.origin), !fork.keeps(checkpoint) else { return nil }
        let isOther =
            checkpoint.size > fork.abandoned.size
            || checkpoint.size == fork.abandoned.size && checkpoint.root != fork.abandoned.root
        if isOther {
            return "the log \(checkpoint.origin) was given up at \(fork.abandoned.size) events, and this tree of "
                + "\(checkpoint.size) is not the one that was given up"
        }
        guard newest >= fork.kept.size || checkpoint.size == fork.kept.size else { return nil }
        return
            "the log \(checkpoint.origin) gave up the history that holds this; it goes on as \(fork.successor) after "
            + "the first \(fork.kept.size) events of another"
    }

    /// The position of the event that ended a key; nil if the key has not ended.
    private func end(of key: VerifierKey) -> Int64? {
        entries.first { $0.statement.kind == .rekeyed(isEnded: true) && $0.statement.old == key }?.position
    }

    private struct Fork {
        let abandoned, kept: Succession.Head
        let successor: String

        /// Whether a checkpoint belongs to the history that was kept.
        func keeps(_ checkpoint: Checkpoint) -> Bool {
            checkpoint.size == kept.size && checkpoint.root == kept.root
        }
    }

    private func fork(of origin: String) -> Fork? {
        for statement in entries.map(\.statement) + seen {
            guard case .forked(let abandoned, let kept) = statement.kind,
                statement.old.identity.name.bytes.elementsEqual(origin.utf8)
            else { continue }
            return Fork(abandoned: abandoned, kept: kept, successor: statement.new.identity.name.description)
        }
        return nil
    }
}
