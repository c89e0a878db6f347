import MerkleLog

/// A published log that may go on from a tree: its checkpoint of now proves that its history begins with it.
public struct LaterHistory {
    private let files: TiledLog

    /// - Parameter files: The log's public files.
    public init(_ files: any PublicFiles) { self.files = TiledLog(files: files) }

    /// What the log says of a tree.
    public enum Answer: Hashable, Sendable {
        /// The log begins with it. The newer checkpoint, and the keys that signed it.
        case begins(Checkpoint, signedBy: [VerifierKey])
        /// Why it does not, which is evidence against the log.
        case differs(String)
        /// Why these files cannot tell, which is no evidence; and what to do.
        case unfit(String, remedy: String)
    }

    /// What the log itself says of its keys and names; nil where it serves no such file.
    public func statements() throws(PublicFilesFault) -> Result<[StatementFile.Entry]?, StatementFile.Fault> {
        guard let bytes = try files.files.read("statements", atMost: StatementFile.longest) else {
            return .success(nil)
        }
        do throws(StatementFile.Fault) { return .success(try StatementFile.read(bytes)) } catch {
            return .failure(error)
        }
    }

    /// Compares a tree with the log.
    ///
    /// - Parameters:
    ///   - authors: The keys that signed the tree.
    ///   - keys: The log's keys that have not ended.
    ///   - statements: What the log says of its keys and names.
    /// - Throws: ``PublicFilesFault`` if a file cannot be read, which is no evidence.
    public func answer(
        _ tree: Checkpoint, signedBy authors: [VerifierKey], trusting keys: [VerifierKey],
        _ statements: [Succession] = []
    ) throws(PublicFilesFault) -> Answer {
        do throws(TiledLog.Fault) {
            guard let (checkpoint, note) = try files.checkpoint() else {
                return .unfit("it has no checkpoint", remedy: "name the directory or address that holds 'checkpoint'")
            }
            let fork = Self.fork(from: tree, to: checkpoint.origin, in: statements)
            if let fork, let answer = Self.answer(tree, given: keys, fork) { return answer }
            let signers: [VerifierKey]
            do throws(MerkleLogError) { signers = try note.verified(by: keys).signatures.map(\.key) } catch {
                return .unfit(
                    error.description,
                    remedy:
                        "give the key that signs the log now, or the newest files of the log: an older copy has only the "
                        + "signature of a key that has ended")
            }
            guard fork != nil || checkpoint.origin.utf8.elementsEqual(tree.origin.utf8) else {
                return .unfit("it is the log \(checkpoint.origin)", remedy: "name the files of the log \(tree.origin)")
            }
            guard checkpoint.size >= tree.size else {
                return .unfit(
                    "it has signed \(checkpoint.size) events only",
                    remedy:
                        "what is served there is an older copy, or the log went back: look for a newer one, and ask the keeper"
                )
            }
            guard try HistoryCheck(checkpoint, files).begins(with: tree) else {
                let both =
                    fork == nil ? Self.words(authors, signers, statements) : "the fork is said to keep them"
                return .differs("its first \(tree.size) events are others, and \(both)")
            }
            return .begins(checkpoint, signedBy: signers)
        } catch {
            switch error {
            case .unreadable(let fault): throw fault
            case .missing(let path): return .differs("\(path): it is missing")
            case .malformed(let path, let what): return .differs("\(path): \(what)")
            }
        }
    }

    /// Who signed a tree, and who signed the log, which has other events.
    private static func words(
        _ authors: [VerifierKey], _ signers: [VerifierKey], _ statements: [Succession]
    ) -> String {
        guard !authors.contains(where: signers.contains) else { return "the same key signed both" }
        func names(_ keys: [VerifierKey]) -> String { keys.map(\.identity.description).joined(separator: " and ") }
        let haveEnded = authors.allSatisfy { key in
            statements.contains { $0.kind == .rekeyed(isEnded: true) && $0.old == key }
        }
        let end =
            haveEnded
            ? "; \(names(authors)) \(authors.count == 1 ? "has" : "have") ended, and its holder can sign such a tree"
            : ""
        return "\(names(signers)) signed those, \(names(authors)) this tree\(end)"
    }

    /// The statement by which a log goes on from the one of a tree, which was given up.
    private static func fork(from tree: Checkpoint, to origin: String, in statements: [Succession]) -> Succession? {
        statements.first { statement in
            statement.isFork && statement.old.identity.name.bytes.elementsEqual(tree.origin.utf8)
                && statement.new.identity.name.bytes.elementsEqual(origin.utf8)
        }
    }

    /// What an announced fork says of a tree where the log need not be asked; nil otherwise.
    private static func answer(_ tree: Checkpoint, given keys: [VerifierKey], _ fork: Succession) -> Answer? {
        guard case .forked(let abandoned, let kept) = fork.kind else { return nil }
        let what =
            "the log \(tree.origin) was given up at \(abandoned.size) events, as its keeper said; it goes on as "
            + "\(fork.new.identity) after the first \(kept.size) events of another history"
        guard tree.size <= kept.size else {
            return .unfit(what, remedy: "ask the keeper for a proof from the log as it is now")
        }
        guard keys.contains(where: { $0.identity.name == fork.new.identity.name }) else {
            return .unfit(what, remedy: "if you accept the fork, give its key, too: --key \(fork.new)")
        }
        return nil
    }
}
