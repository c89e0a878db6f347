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

    /// Remembers what given statements say of a log, also where that speaks against it.
    func learn(_ trust: Trust, of origin: String) throws(Failure) {
        guard !trust.statements.isEmpty else { return }
        try orFail { () throws(KnownLogsFault) in
            try learn(trust.statements.map(\.statement), of: origin, from: trust.given)
        }
    }

    /// Holds a checkpoint that proves something against what this user knows of its log, and remembers it.
    ///
    /// What cannot be remembered does not end the command: the proof holds all the same.
    ///
    /// - Parameter standing: Where it is the word of an ended key alone, it is not remembered.
    /// - Returns: What was not checked of it, for the list of what is not proven.
    /// - Throws: ``Failure`` when the log contradicts what is known of it.
    static func meet(
        _ verified: VerifiedCheckpoint, _ trust: Trust, _ standing: CheckpointStanding
    ) throws(Failure) -> [String] {
        let checkpoint = verified.checkpoint
        let signers = verified.signers(trust.keys)
        let met: Result<KnownLog.Sighting?, KnownLogConflict>
        var found: [String]
        do throws(KnownLogsFault) {
            let known = try KnownLogs(environment: ProcessInfo.processInfo.environment)
            let (note, statements) = (verified.note.note, trust.statements.map(\.statement))
            if standing.unvouched != nil { try known.learn(statements, of: checkpoint.origin, from: trust.given) }
            met =
                standing.unvouched == nil
                ? try known.meet(note, of: checkpoint.origin, signedBy: signers, statements)
                : try known.compare(note, of: checkpoint.origin, signedBy: signers, statements)
            found = try known.read().filter { $0.origin.utf8.elementsEqual(checkpoint.origin.utf8) }.flatMap(\.findings)
        } catch {
            return ["that it agrees with what this user saw of the log before: that was not compared, \(error.line)"]
        }
        switch met {
        case .failure(let conflict):
            let isPublished = standing.later == nil ? "" : "; the published log begins with this one"
            throw Failure(Failure.different, conflict.message + isPublished, remedy: conflict.remedy)
        case .success(let seen):
            found = found.map { "that this is the history which the log goes on with: \($0)" }
            return found + [seen?.doubt(of: checkpoint.size)].compactMap(\.self)
        }
    }
}

extension KnownLog.Sighting {
    /// What was not checked of a tree of another size.
    fileprivate func doubt(of size: UInt64) -> String {
        let place = isMet ? "in another file" : "where it is published"
        let what =
            checkpoint.size > size
            ? "that the log still holds this: this user saw \(checkpoint.size.events) of it signed, \(place), and whether they "
                + "begin with these \(size) was not checked"
            : "that this goes on from what this user saw of the log, \(checkpoint.size.events) signed \(place): whether these "
                + "\(size) begin with them was not checked"
        return what + "; 'storyledger monitor' checks it"
    }
}

/// Does something, and turns its typed error into what ends the command.
func orFail<Value>(_ body: () throws(KnownLogsFault) -> Value) throws(Failure) -> Value {
    do throws(KnownLogsFault) { return try body() } catch {
        throw Failure(
            Failure.inputOutput, error.message,
            remedy: error.remedy
                ?? "delete that line, or remove the file: what this user saw of the log is forgotten then; XDG_STATE_HOME names another place"
        )
    }
}
