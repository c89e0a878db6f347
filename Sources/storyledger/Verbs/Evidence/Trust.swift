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
        try orFail { () throws(MerkleLogError) in
            let found = try Checkpoint(text: note.text).origin
            let own = keys.filter { $0.identity.name.bytes.elementsEqual(found.utf8) }
            let named = own.isEmpty ? keys.first?.identity.name.description : found
            return try CheckpointPolicy(
                origin: origin ?? named ?? found, logKeys: origin == nil && !own.isEmpty ? own : keys,
                witnesses: witnesses, quorum: quorum)
        }
    }
}
