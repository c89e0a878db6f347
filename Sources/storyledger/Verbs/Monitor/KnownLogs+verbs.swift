import Foundation
import MerkleLog
import Monitoring

extension KnownLogs {
    /// The file of the user that runs the command.
    static func ofThisUser() throws(Failure) -> KnownLogs {
        try orFail { () throws(KnownLogsFault) in
            try KnownLogs(environment: ProcessInfo.processInfo.environment)
        }
    }

    /// Holds a checkpoint that proves something against what this user knows of its log, and remembers it.
    ///
    /// What cannot be remembered is said and does not end the command: the proof holds all the same.
    ///
    /// - Parameter standing: Where it is the word of an ended key alone, it is not remembered.
    /// - Throws: ``Failure`` when the log contradicts what is known of it.
    static func meet(_ verified: VerifiedCheckpoint, _ trust: Trust, _ standing: CheckpointStanding) throws(Failure) {
        let checkpoint = verified.checkpoint
        let signers = verified.signers(trust.keys)
        let met: Result<UInt64?, KnownLogConflict>
        do throws(KnownLogsFault) {
            let known = try KnownLogs(environment: ProcessInfo.processInfo.environment)
            let (note, statements) = (verified.note.note, trust.statements.map(\.statement))
            if standing.unvouched == nil {
                met = try known.meet(note, of: checkpoint.origin, signedBy: signers, statements)
            } else {
                let conflict = try known.conflict(note, of: checkpoint.origin, signedBy: signers, statements)
                met = conflict.map { .failure($0) } ?? .success(nil)
            }
        } catch {
            return Failure.say("what was seen of \(checkpoint.origin) is not remembered: \(error.message)")
        }
        switch met {
        case .failure(let conflict):
            let isPublished = standing.later == nil ? "" : "; the published log begins with this one"
            throw Failure(Failure.different, conflict.message + isPublished, remedy: conflict.remedy)
        case .success(let newest):
            guard let newest, newest != checkpoint.size, standing.later == nil else { return }
            let unchecked =
                newest > checkpoint.size
                ? "this is of its first \(checkpoint.size), and that it still holds them was not checked"
                : "this is of \(checkpoint.size), and that they extend those was not checked"
            Failure.say(
                "the log \(checkpoint.origin) had \(newest.events) when this user saw it last; \(unchecked)",
                remedy: "the next 'storyledger monitor' checks it")
        }
    }
}

/// Does something, and turns its typed error into what ends the command.
func orFail<Value>(_ body: () throws(KnownLogsFault) -> Value) throws(Failure) -> Value {
    do throws(KnownLogsFault) { return try body() } catch {
        throw Failure(
            Failure.inputOutput, error.message, remedy: "mend or remove the file; XDG_STATE_HOME names another place")
    }
}
