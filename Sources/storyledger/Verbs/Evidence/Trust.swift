import MerkleLog
import Monitoring

/// Whom to believe: keys of logs, witnesses, and which of them must have cosigned.
struct Trust {
    /// Keys of logs that were given.
    let given: [VerifierKey]
    /// Keys of logs, those that a given key vouches for included.
    let keys: [VerifierKey]
    /// The keys of known witnesses.
    let witnesses: [VerifierKey]
    /// Which of them must have cosigned.
    let quorum: Quorum
    /// What the log says of its keys and names.
    let statements: [StatementFile.Entry]
    /// Whether that was given, so that none means that there is none.
    var hasStatements = false
    /// The log's origin, where it was given.
    let origin: String?

    /// The policy for one checkpoint: its log is the one whose key has its origin as name.
    func policy(for note: SignedNote) throws(Failure) -> CheckpointPolicy {
        let found = try orFail { () throws(MerkleLogError) in try Checkpoint(text: note.text).origin }
        let own = keys.filter { $0.identity.name.bytes.elementsEqual(found.utf8) }
        if own.isEmpty { try refuseFork(to: found) } else { try refuseOlder(note, own) }
        return try orFail { () throws(MerkleLogError) in
            let named = own.isEmpty ? keys.first?.identity.name.description : found
            return try CheckpointPolicy(
                origin: origin ?? named ?? found, logKeys: origin == nil && !own.isEmpty ? own : keys,
                witnesses: witnesses, quorum: quorum)
        }
    }

    /// Ends a command for a file that only a key signed which a given one replaced.
    private func refuseOlder(_ note: SignedNote, _ own: [VerifierKey]) throws(Failure) {
        func signers(_ keys: [VerifierKey]) -> [VerifierKey] {
            do throws(MerkleLogError) { return try note.verified(by: keys).signatures.map(\.key) } catch { return [] }
        }
        guard signers(own).isEmpty else { return }
        var trusted = TrustedKeys(own)
        trusted.follow(Self.knownLogs().flatMap(\.statements) + statements.map(\.statement))
        let older = signers(trusted.earlier)
        guard let key = older.first else { return }
        throw Failure(
            Failure.different,
            "the file is older than the key: \(older.map(\.identity.description).joined(separator: " and ")) signed it, which "
                + "\(own.map(\.identity.description).joined(separator: " and ")) replaced",
            remedy: "ask the keeper for the key of that time, and give it: --key \(key)")
    }

    /// Ends a command for a log as which that of a given key goes on after a fork: no older key vouches for it.
    private func refuseFork(to origin: String) throws(Failure) {
        for entry in statements where entry.statement.new.identity.name.bytes.elementsEqual(origin.utf8) {
            guard case .forked(let abandoned, _) = entry.statement.kind, keys.contains(entry.statement.old) else {
                continue
            }
            let statement = entry.statement
            throw Failure(
                Failure.different,
                "the log \(statement.old.identity.name) was given up at \(abandoned.size.events); it goes on as "
                    + "\(statement.new.identity), for which the key of the older log does not vouch",
                remedy: "if you accept the fork, give its key: --key \(statement.new)")
        }
    }
}
