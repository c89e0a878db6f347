import EventLog
import Foundation
import MerkleLog
import Monitoring
import Verification

extension KnownLogs {
    /// What a ledger contradicts of what this user knows of its log.
    ///
    /// - Parameter mayLearn: Whether its newest checkpoint is remembered where there is nothing.
    static func contradictions(
        _ store: any TreeStore, _ lineage: LogLineage, _ keys: [VerifierKey], mayLearn: Bool
    ) throws(Failure) -> [Finding] {
        do throws(KnownLogsFault) {
            let memory = try KnownLogs(environment: ProcessInfo.processInfo.environment)
            let known = try memory.read().first { $0.origin.utf8.elementsEqual(lineage.origin.utf8) }
            let findings = known.map { contradictions(store, $0) } ?? []
            guard findings.isEmpty, mayLearn, let (note, signers) = newest(store, keys) else { return findings }
            switch try memory.meet(note, of: lineage.origin, signedBy: signers, lineage.statements, isLook: true) {
            case .success: return []
            case .failure(let conflict): return [Finding(.database, conflict.message)]
            }
        } catch {
            Failure.say("what is known of the log was not compared: \(error.message)")
            return []
        }
    }

    private static func contradictions(_ store: any TreeStore, _ known: KnownLog) -> [Finding] {
        known.checkpoints.compactMap { checkpoint in
            do {
                let size = UInt64(try store.size())
                guard checkpoint.size <= size else {
                    return Finding(
                        .database, "it went back: this user saw \(checkpoint.size.events) signed, and it has \(size)")
                }
                guard try LogTree(store, size: size).root(ofSize: checkpoint.size) != checkpoint.root else {
                    return nil
                }
                return Finding(
                    .database, "its first \(checkpoint.size.events) are not those that this user saw signed")
            } catch {
                return Finding(.database, "the tree of \(checkpoint.size.events) cannot be read: \(error)")
            }
        }
    }

    /// The newest stored checkpoint and the keys that signed it; nil where there is none that can be read.
    private static func newest(
        _ store: any TreeStore, _ keys: [VerifierKey]
    ) -> (note: SignedNote, signers: [VerifierKey])? {
        do {
            guard let stored = try store.checkpoints(limit: 1).first else { return nil }
            let note = try SignedNote(bytes: stored.note)
            return (note, try note.verified(by: keys).signatures.map(\.key))
        } catch {
            // The verifier has found the same.
            return nil
        }
    }
}
