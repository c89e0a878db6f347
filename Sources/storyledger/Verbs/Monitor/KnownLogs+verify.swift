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
    ) throws(Failure) -> (findings: [Finding], remarks: [String]) {
        do throws(KnownLogsFault) {
            let memory = try KnownLogs(environment: ProcessInfo.processInfo.environment)
            var (findings, settled) = ([Finding](), [Checkpoint]())
            let all = try memory.read().map { $0.evidence(lineage.statements) }
            if let what = all.givenUp(lineage.origin, for: keys) { findings.append(Finding(.database, what)) }
            let own = all.index(of: lineage.origin, for: keys + lost, by: lineage.statements)
            let remarks = all.remarks(of: lineage.origin, for: keys + lost, by: lineage.statements)
            for (index, known) in all.enumerated() {
                if known.origin.utf8.elementsEqual(lineage.origin.utf8) {
                    guard index == own else { continue }
                    findings += known.findings.map { Finding(.database, $0) }
                    let (found, trees) = contradictions(store, known, keys)
                    findings += found
                    if mayLearn, let (note, signers) = newest(store, keys), !signers.isEmpty {
                        for tree in trees {
                            guard let other = known.note(of: tree) else { continue }
                            try memory.keep(KnownLog.Contradiction(first: other, second: note), of: known)
                        }
                    }
                    settled = known.sightings.filter(\.isMet).map(\.checkpoint)
                }
            }
            findings += losses(store, all, lineage, published)
            if !lost.isEmpty, newest(store, keys) == nil, newest(store, lost) != nil {
                findings.append(Finding(.database, "only a key that is said to be lost signed the newest checkpoint"))
            }
            guard findings.isEmpty, mayLearn, let (note, signers) = newest(store, keys) else {
                return (findings, remarks)
            }
            switch try memory.meet(
                note, of: lineage.origin, signedBy: signers, lineage.statements, isLook: true, lost: lost,
                settling: settled)
            {
            case .success: return ([], remarks)
            case .failure(let conflict):
                // What is lost is not said twice.
                guard case .changedKey = conflict else { return ([Finding(.database, conflict.message)], remarks) }
                let what =
                    "\(conflict.message); if that key is lost, add --lost-key with it; if it was false, delete the line of "
                    + "known-logs that has it"
                return ([Finding(.database, what)], remarks)
            }
        } catch {
            Failure.say("what is known of the log was not compared: \(error.line)")
            return ([], [])
        }
    }

    /// The trees of older logs that this user saw, and that neither the log nor a history in `public/abandoned` begins with.
    private static func losses(
        _ store: any TreeStore, _ all: [KnownLog], _ lineage: LogLineage, _ files: any PublicFiles
    ) -> [Finding] {
        let histories = lineage.statements.compactMap { AbandonedHistory($0) }
        let origins = lineage.origins.filter { !$0.utf8.elementsEqual(lineage.origin.utf8) }
        do {
            return try all.losses(of: origins) { tree in
                if histories.contains(where: { $0.begins(with: tree, in: files) }) { return true }
                let size = UInt64(try store.size())
                return try tree.size <= size && LogTree(store, size: size).root(ofSize: tree.size) == tree.root
            }.map { Finding(.database, $0) }
        } catch {
            return [Finding(.database, "a tree that this user saw cannot be compared: \(error)")]
        }
    }

    /// The trees that this user saw which the ledger does not begin with, in words; and those that are of other events.
    private static func contradictions(
        _ store: any TreeStore, _ known: KnownLog, _ keys: [VerifierKey]
    ) -> (findings: [Finding], trees: [Checkpoint]) {
        var (findings, trees) = ([Finding](), [Checkpoint]())
        for seen in known.sightings {
            let checkpoint = seen.checkpoint
            let signers = known.signers(of: checkpoint)
            // The user has said that the other key is lost.
            let isStrange = seen.isMet && !signers.contains { keys.contains($0) || known.earlier.contains($0) }
            let names = signers.map(\.identity.description).joined(separator: " and ")
            let saw = seen.isMet ? "met in a file" : "saw"
            let hint =
                isStrange ? "; \(names) signed that: either that key or the given one was never the keeper's" : ""
            do {
                let size = UInt64(try store.size())
                guard checkpoint.size <= size else {
                    let what =
                        isStrange
                        ? "this user met in a file \(checkpoint.size.events) signed, and it has \(size)"
                        : "it went back, or is an older copy: this user \(saw) \(checkpoint.size.events) signed, and it has "
                            + "\(size)"
                    findings.append(Finding(.database, what + hint))
                    continue
                }
                guard try LogTree(store, size: size).root(ofSize: checkpoint.size) != checkpoint.root else { continue }
                findings.append(
                    Finding(
                        .database,
                        "its first \(checkpoint.size.events) are not those that this user \(saw) signed" + hint))
                if !isStrange { trees.append(checkpoint) }
            } catch {
                findings.append(
                    Finding(.database, "the tree of \(checkpoint.size.events) cannot be read: \(error)"))
            }
        }
        return (findings, trees)
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
