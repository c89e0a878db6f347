import EventLog
import MerkleLog
import Monitoring
import Verification

extension VerifyVerb {
    /// That the newest checkpoint has a key of the log's that nothing given vouches for, and what that means; nil where it has none.
    static func strangers(_ store: any TreeStore, _ keys: [VerifierKey]) -> String? {
        do {
            guard let stored = try store.checkpoints(limit: 1).first else { return nil }
            let note = try SignedNote(bytes: stored.note)
            let origin = try Checkpoint(text: note.text).origin
            let names = note.signatures.map(\.key).filter { key in
                key.name.bytes.elementsEqual(origin.utf8) && !keys.contains { $0.identity == key }
            }
            let own = note.signatures.map(\.key).count { key in keys.contains { $0.identity == key } }
            guard own == 0, !names.isEmpty else { return nil }
            var trusted = TrustedKeys(keys)
            trusted.follow(Trust.knownLogs().flatMap(\.statements))
            let older = trusted.earlier.map(\.identity)
            if names.allSatisfy(older.contains) {
                return
                    "\(names.map(\.description).joined(separator: " and ")) signs this log, a key that the given one has "
                    + "replaced, as this user saw before: this is an older copy of the ledger"
            }
            return
                "\(names.map(\.description).joined(separator: " and ")) signs this log now, and no given key vouches for "
                + "that one: either the keeper lost the old key, or this is not the keeper's log, or the given key was false. Ask by another way. --key NEW "
                + "--lost-key OLD believes the new key; --checkpoint holds a tree that you kept against the ledger"
        } catch {
            // The verifier has found the same.
            return nil
        }
    }

    /// What the given statements say against the log; they are remembered.
    static func contradictions(
        _ given: Trust, _ store: any TreeStore, _ lineage: LogLineage?, _ keys: [VerifierKey]
    ) throws(Failure) -> [Finding] {
        guard !given.statements.isEmpty, let lineage else { return [] }
        let (checkpoint, signers): (Checkpoint, [VerifierKey])
        do {
            guard let stored = try store.checkpoints(limit: 1).first else { return [] }
            let note = try SignedNote(bytes: stored.note)
            checkpoint = try Checkpoint(text: note.text)
            signers = try note.verified(by: keys).signatures.map(\.key)
        } catch {
            // The verifier has found the same.
            return []
        }
        let isGivenUpKnown = Trust.knownLogs().givenUp(checkpoint.origin, for: keys) != nil
        try KnownLogs.ofThisUser().learn(given, of: checkpoint.origin)
        let own = lineage.entries.map { StatementFile.Entry(position: $0.position.value, statement: $0.statement) }
        return GivenStatements(given.statements).findings(
            against: checkpoint, signedBy: signers, saying: own, isGivenUpKnown: isGivenUpKnown
        ).map { Finding(.database, $0) }
    }
}
