import ArgumentParser
import MerkleLog
import Monitoring

/// Where a log is published now, to see whether it still begins with the tree that a proof leads to.
struct LaterLogOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The log's public files as they are now, DIR or URL: they must begin with the tree that the file leads to, and then vouch for it, also where its key has ended. Its file 'statements' counts where --statements names none.",
            valueName: "source"))
    var log: String?

    /// What the log says of a tree; nil where no log is given.
    ///
    /// - Parameters:
    ///   - authors: The keys that signed the tree.
    ///   - keys: The log's keys that have not ended.
    ///   - statements: What the log says of its keys and names.
    /// - Returns: The line to show among what is proven, and the log's origin.
    /// - Throws: ``Failure`` where the log does not begin with the tree.
    func check(
        _ tree: Checkpoint, signedBy authors: [VerifierKey], trusting keys: [VerifierKey], _ statements: [Succession]
    ) throws(Failure) -> (words: String, origin: String)? {
        guard let log else { return nil }
        let files = try PublicSource.open(log)
        let answer: LaterHistory.Answer
        do throws(PublicFilesFault) {
            answer = try LaterHistory(files).answer(tree, signedBy: authors, trusting: keys, statements)
        } catch {
            throw Self.unavailable(error)
        }
        switch answer {
        case .begins(let checkpoint, let signers):
            let words =
                "the files of --log, \(checkpoint.size) events signed by "
                + "\(signers.map(\.identity.description).joined(separator: " and ")), begin with this tree"
            return (words, checkpoint.origin)
        case .unfit(let what, let remedy):
            throw Failure(
                Failure.different,
                "the log at \(log) does not vouch for the tree of \(tree.size) events: \(what)".onOneLine,
                remedy: remedy)
        case .differs(let what):
            throw Failure(
                Failure.different,
                "the log at \(log) does not vouch for the tree of \(tree.size) events: \(what)".onOneLine,
                remedy: "keep the file and a copy of what is served there as evidence; ask the keeper about it")
        }
    }

    /// What the log itself says of its keys and names; nil where no log is given, or it serves no such file.
    func statements() throws(Failure) -> [StatementFile.Entry]? {
        guard let log else { return nil }
        let files = try PublicSource.open(log)
        let read: Result<[StatementFile.Entry]?, StatementFile.Fault>
        do throws(PublicFilesFault) { read = try LaterHistory(files).statements() } catch {
            throw Self.unavailable(error)
        }
        switch read {
        case .success(let entries): return entries
        case .failure(let fault):
            throw Failure(
                Failure.badData, "\(log)/statements: \(fault.message)".onOneLine,
                remedy: "fetch the log's files again, or name another file with --statements")
        }
    }

    private static func unavailable(_ fault: PublicFilesFault) -> Failure {
        Failure(Failure.unavailable, fault.message, remedy: "see that the log is served there, and try again")
    }
}
