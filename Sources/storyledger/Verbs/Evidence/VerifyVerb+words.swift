import EventLog
import MerkleLog
import StoryEvents
import Verification

extension VerifyVerb {
    /// What the log is to a checkpoint that the user kept, and that it begins with.
    static func line(
        kept: (name: String, checkpoint: Checkpoint), _ summary: Verifier.Summary, of lineage: LogLineage?
    ) -> String {
        let tree = kept.checkpoint
        let isOfOlder = lineage.map { !$0.origin.utf8.elementsEqual(tree.origin.utf8) } ?? false
        let whose = isOfOlder ? ", which the older log \(tree.origin) signed" : ""
        if tree.size == UInt64(summary.events) {
            return "it is the tree of the checkpoint in \(kept.name)\(whose): nothing was added since"
        }
        return "it extends the checkpoint in \(kept.name)\(whose): \(tree.size.events) then, \(summary.events) now"
    }
}

extension LogLineage {
    /// The fork after which the log goes on under a name that none of some keys is for, and what is found by that; nil where one
    /// is, and without keys.
    ///
    /// A key of the older log does not vouch for the newer one: who has that key decides whether to accept the fork.
    func unaccepted(by keys: [VerifierKey]) -> (fork: Position, finding: String)? {
        let connected = TrustedKeys.connected(keys, by: statements.filter { !$0.isFork })
        guard !keys.isEmpty, !connected.contains(where: { $0.identity.name.bytes.elementsEqual(origin.utf8) }),
            let fork = entries.last(where: \.statement.isFork), let what = fork.forkNote
        else { return nil }
        return (fork.position, "\(what); if you accept that, give its key, too: --key \(fork.statement.new)")
    }
}

extension LogLineage.Entry {
    /// That a history was given up, in words; nil for another statement.
    var forkNote: String? {
        guard case .forked(let abandoned, let kept) = statement.kind else { return nil }
        return "the log \(statement.old.identity.name) was given up at \(abandoned.size.events); after the first "
            + "\(kept.size) of another history it goes on as \(statement.new.identity.name) (\(position))"
    }
}

extension Succession {
    /// What it says of its two keys, in words. After a fork neither vouches for the other.
    var connection: String {
        if isFork {
            return "\(new.identity) is of another log, as which that of \(old.identity) goes on after a fork: "
                + "the older key does not vouch for it"
        }
        return "\(old.identity) and \(new.identity) vouch for each other"
    }

    /// Whether it is the first statement about its two keys.
    var isStart: Bool {
        if case .rekeyed(isEnded: true) = kind { return false }
        return true
    }
}
