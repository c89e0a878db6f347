import Foundation
import MerkleLog
import Monitoring
import StoryEvents

extension Trust {
    /// Refuses a checkpoint by which its log no longer stands: its key had ended, or its history was given up.
    ///
    /// - Parameters:
    ///   - newest: The highest position that is to be proven.
    ///   - leaves: The events that are proven with it; at least one.
    ///   - log: The log as it is published now.
    /// - Returns: Who vouches for it, and what cannot be known of it.
    func standing(
        of verified: VerifiedCheckpoint, proving newest: UInt64, _ leaves: [Envelope], in log: LaterLogOption
    ) throws(Failure) -> CheckpointStanding {
        let (checkpoint, signers, known) = (verified.checkpoint, verified.signers(keys), Self.knownLogs())
        let check = StatementCheck(
            hasStatements ? statements : nil, seen: known.flatMap(\.statements), connectedTo: signers)
        guard !check.isEmpty else {
            return .unknown(later: try log.check(checkpoint, signedBy: signers, trusting: keys, [])?.words)
        }
        if let what = check.objection(to: checkpoint, signedBy: signers, proving: newest) {
            remember(checkpoint.origin)
            throw Failure(
                Failure.different, what.onOneLine, remedy: "ask the keeper for a proof from the log as it is now")
        }
        for leaf in leaves {
            guard let what = check.contradiction(by: leaf, of: checkpoint.origin) else { continue }
            throw Failure(
                Failure.different, what.onOneLine,
                remedy: "fetch the file 'statements' from the log again; if it is the same, keep both as evidence")
        }
        let later = try log.check(
            checkpoint, signedBy: signers, trusting: check.live(keys),
            statements.map(\.statement) + known.flatMap(\.statements))
        // A quorum that no cosignature is needed for says nothing.
        let isCosigned = !quorum.isMet(by: [])
        return check.standing(
            of: checkpoint, signedBy: signers, given: given,
            isVouchedFor: isCosigned || Self.isKnown(checkpoint, check, known),
            later: later?.words, in: later?.origin
        ).adding(
            known.unaccounted(
                by: statements.map(\.statement) + known.flatMap(\.statements), leadingTo: checkpoint.origin, signers))
    }

    /// Remembers what the log says of its keys and names, also where a file is refused because of it: it counts the next time
    /// without the statements. Where that fails, the refusal is what the user has to know.
    private func remember(_ origin: String) {
        do throws(KnownLogsFault) {
            try KnownLogs(environment: ProcessInfo.processInfo.environment)
                .learn(statements.map(\.statement), of: origin, from: given)
        } catch {
            Failure.say("what the statements say was not remembered: \(error.line)")
        }
    }

    /// The logs that this user has seen; none where that cannot be read, which is said when the checkpoint is remembered.
    static func knownLogs() -> [KnownLog] {
        do throws(KnownLogsFault) {
            return try KnownLogs(environment: ProcessInfo.processInfo.environment).read()
        } catch {
            return []
        }
    }

    /// Whether this user looked at the whole log when it had the same tree, signed by a key that has not ended. What was only
    /// met in a file vouches for none: it may be the file that is checked.
    private static func isKnown(_ checkpoint: Checkpoint, _ check: StatementCheck, _ known: [KnownLog]) -> Bool {
        let logs = known.filter { $0.origin.utf8.elementsEqual(checkpoint.origin.utf8) && $0.isLookedAt }
        guard let log = logs.first else { return false }
        let keys = check.live(log.keys)
        return zip(log.notes, log.checkpoints).contains { note, known in
            guard !log.met.contains(note), known.size == checkpoint.size, known.root == checkpoint.root else {
                return false
            }
            do throws(MerkleLogError) { return try !note.verified(by: keys).signatures.isEmpty } catch { return false }
        }
    }

    /// Ends a command that has shown what it found: nobody but an ended key vouches for the tree.
    static func refuse(_ standing: CheckpointStanding) throws(Failure) {
        guard let what = standing.unvouched else { return }
        throw Failure(
            Failure.different, "not proven: \(what), and nobody else vouches for the tree".onOneLine,
            remedy: "ask the keeper for a proof from the log as it is now, or add --log, --witness or --policy")
    }
}
