import MerkleLog

/// Checks checkpoints from outside of a look, such as in a proof, against later statements of their log about keys and
/// names.
///
/// Both keys have signed a statement; the file of statements gives the position of its event.
public struct StatementCheck: Sendable {
    private let entries: [StatementFile.Entry]

    /// - Parameter entries: The log's statements, in order.
    public init(_ entries: [StatementFile.Entry]) { self.entries = entries }

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
    /// - Returns: nil if nothing is in doubt.
    public func doubt(of checkpoint: Checkpoint, signedBy signers: [VerifierKey]) -> String? {
        if let fork = fork(of: checkpoint.origin), !fork.keeps(checkpoint) {
            return "that \(fork.successor), as which the log goes on, holds this: the history was given up at "
                + "\(fork.abandoned.size) events"
        }
        let ends = signers.compactMap(end)
        guard let last = ends.max(), ends.count == signers.count else { return nil }
        return
            "that the log holds this: the key that signed it has ended at @\(last), and its holder can sign other trees"
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
        for entry in entries {
            guard case .forked(let abandoned, let kept) = entry.statement.kind,
                entry.statement.old.identity.name.bytes.elementsEqual(origin.utf8)
            else { continue }
            return Fork(abandoned: abandoned, kept: kept, successor: entry.statement.new.identity.name.description)
        }
        return nil
    }
}
