import EventLog
import Foundation
import MerkleLog
import Monitoring
import Verification

extension KnownLogs {
    /// What a ledger contradicts of what this user knows of its log, and of those that it gave up.
    ///
    /// - Parameter published: The ledger's public files.
    /// - Parameter lost: Keys that the user says are lost.
    /// - Parameter mayLearn: Whether its newest checkpoint is remembered where there is nothing.
    static func contradictions(
        _ store: any TreeStore, _ lineage: LogLineage, _ keys: [VerifierKey], lost: [VerifierKey],
        published: any PublicFiles, mayLearn: Bool
    ) throws(Failure) -> [Finding] {
        do throws(KnownLogsFault) {
            let memory = try KnownLogs(environment: ProcessInfo.processInfo.environment)
            var (findings, settled) = ([Finding](), [Checkpoint]())
            for known in try memory.read().map({ $0.evidence(lineage.statements) }) {
                if known.origin.utf8.elementsEqual(lineage.origin.utf8) {
                    findings += contradictions(store, known)
                    settled = known.sightings.filter(\.isMet).map(\.checkpoint)
                } else if lineage.origins.contains(where: { $0.utf8.elementsEqual(known.origin.utf8) }) {
                    findings += losses(store, known, lineage.statements.compactMap { AbandonedHistory($0) }, published)
                }
            }
            if !lost.isEmpty, newest(store, keys) == nil, newest(store, lost) != nil {
                findings.append(Finding(.database, "only a key that is said to be lost signed the newest checkpoint"))
            }
            guard findings.isEmpty, mayLearn, let (note, signers) = newest(store, keys) else { return findings }
            switch try memory.meet(
                note, of: lineage.origin, signedBy: signers, lineage.statements, isLook: true, lost: lost,
                settling: settled)
            {
            case .success: return []
            case .failure(let conflict):
                // What is lost is not said twice.
                guard case .changedKey = conflict else { return [Finding(.database, conflict.message)] }
                return [Finding(.database, "\(conflict.message); if that key is lost, add --lost-key with it")]
            }
        } catch {
            Failure.say("what is known of the log was not compared: \(error.message)")
            return []
        }
    }

    /// The trees of a log that was given up which this user saw when looking at it, and which are nowhere: the log does not
    /// begin with them, nor does a history in `public/abandoned`.
    private static func losses(
        _ store: any TreeStore, _ known: KnownLog, _ histories: [AbandonedHistory], _ files: any PublicFiles
    ) -> [Finding] {
        zip(known.notes, known.checkpoints).compactMap { note, checkpoint in
            guard !known.met.contains(note), !histories.contains(where: { $0.begins(with: checkpoint, in: files) })
            else { return nil }
            do {
                let size = UInt64(try store.size())
                if checkpoint.size <= size,
                    try LogTree(store, size: size).root(ofSize: checkpoint.size) == checkpoint.root
                {
                    return nil
                }
            } catch { return Finding(.database, "the tree of \(checkpoint.size.events) cannot be read: \(error)") }
            return Finding(
                .database,
                "this user saw \(checkpoint.size.events) of \(known.origin) signed that neither the log nor "
                    + "public/abandoned has")
        }
    }

    private static func contradictions(_ store: any TreeStore, _ known: KnownLog) -> [Finding] {
        known.sightings.compactMap { seen in
            let checkpoint = seen.checkpoint
            let saw = seen.isMet ? "met in a file" : "saw"
            do {
                let size = UInt64(try store.size())
                guard checkpoint.size <= size else {
                    return Finding(
                        .database, "it went back: this user \(saw) \(checkpoint.size.events) signed, and it has \(size)"
                    )
                }
                guard try LogTree(store, size: size).root(ofSize: checkpoint.size) != checkpoint.root else {
                    return nil
                }
                return Finding(
                    .database, "its first \(checkpoint.size.events) are not those that this user \(saw) signed")
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
