import MerkleLog

extension KnownLog {
    /// The most pairs of trees that are stored.
    static let mostContradictions = 16

    /// The log with two trees that contradict each other.
    func adding(_ first: SignedNote, against second: SignedNote) -> KnownLog {
        let isStored = contradictions.contains {
            ($0.first.text, $0.second.text) == (first.text, second.text)
                || ($0.first.text, $0.second.text) == (second.text, first.text)
        }
        guard !isStored, contradictions.count < Self.mostContradictions else { return self }
        var log = self
        log.contradictions.append(Contradiction(first: first, second: second))
        return log
    }

    /// The tree that a tree was found to contradict; nil for none.
    func contradiction(of checkpoint: Checkpoint) -> Checkpoint? {
        for pair in contradictions {
            guard let (first, second) = pair.checkpoints else { continue }
            if first == checkpoint { return second }
            if second == checkpoint { return first }
        }
        return nil
    }

    /// What was found of the log before and still counts: one line for each pair of trees.
    public var findings: [String] {
        contradictions.compactMap(\.checkpoints).map { first, second in
            "the key signed two histories, as this user found before: "
                + (first.size == second.size
                    ? "two trees of \(first.size) events"
                    : "trees of \(first.size) and of \(second.size) events that do not begin alike")
        }
    }

    /// Those of the log's keys that signed a note.
    func signers(of note: SignedNote) -> [VerifierKey] {
        Self.signers(of: note, TrustedKeys.connected(keys + earlier, by: statements))
    }

    /// The stored checkpoint of a tree; nil for none.
    public func note(of checkpoint: Checkpoint) -> SignedNote? {
        zip(notes, checkpoints).first { $1 == checkpoint }?.0
    }

    /// The keys that signed the stored checkpoint of a tree.
    public func signers(of checkpoint: Checkpoint) -> [VerifierKey] {
        zip(notes, checkpoints).filter { $1 == checkpoint }.flatMap { signers(of: $0.0) }
    }

    static func signers(of note: SignedNote, _ keys: [VerifierKey]) -> [VerifierKey] {
        do throws(MerkleLogError) { return try note.verified(by: keys).signatures.map(\.key) } catch { return [] }
    }
}

extension KnownLog.Contradiction {
    /// What was signed.
    var checkpoints: (Checkpoint, Checkpoint)? {
        do throws(MerkleLogError) {
            return (try Checkpoint(text: first.text), try Checkpoint(text: second.text))
        } catch { return nil }
    }
}
