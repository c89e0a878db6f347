import MerkleLog
import Monitoring

/// Checks the signatures of checkpoints, as far as keys are known.
struct SignatureCheck: Sendable {
    private let origin: String?
    private let forks: [String]
    private let keys: [VerifierKey]
    private let statements: StatementCheck

    /// - Parameters:
    ///   - origin: The log's; nil where that is not known for certain, and then it is not checked.
    ///   - scope: The keys of the log and of witnesses. Without keys only the origin is checked.
    init(origin: String?, _ scope: Verifier.Scope) {
        self.origin = origin
        forks = scope.forks
        keys = scope.keys
        statements = StatementCheck(scope.statements)
    }

    /// The keys of the log.
    var logKeys: [VerifierKey] { keys.filter { $0.type == .ed25519 } }

    /// What is wrong with a checkpoint's origin or signatures; nil when nothing is.
    func fault(in note: SignedNote) -> String? {
        do throws(MerkleLogError) {
            let checkpoint = try Checkpoint(text: note.text)
            let found = checkpoint.origin
            let origin = forks.contains { $0.utf8.elementsEqual(found.utf8) } ? found : origin ?? found
            guard !logKeys.isEmpty else {
                return found.utf8.elementsEqual(origin.utf8) ? nil : "its origin is \(found.shown), the log's \(origin)"
            }
            let witnesses = keys.filter { $0.type == .cosignature }
            let opened = try CheckpointPolicy(origin: origin, logKeys: logKeys, witnesses: witnesses).open(note)
            return statements.ended(checkpoint.size, signedBy: opened.signers(logKeys))
        } catch {
            return error.description
        }
    }
}
