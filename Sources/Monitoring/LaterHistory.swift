import MerkleLog

/// A published log that may go on from a tree: its checkpoint of now proves that its history begins with it.
public struct LaterHistory {
    private let files: LogFiles

    /// - Parameter files: The log's public files.
    public init(_ files: any PublicFiles) { self.files = LogFiles(files: files) }

    /// What the log says of a tree.
    public enum Answer: Hashable, Sendable {
        /// The log begins with it. The newer checkpoint, and the keys that signed it.
        case begins(Checkpoint, signedBy: [VerifierKey])
        /// Why it does not.
        case differs(String)
    }

    /// Compares a tree with the log.
    ///
    /// - Parameter keys: The log's keys that have not ended.
    /// - Throws: ``PublicFilesFault`` if a file cannot be read, which is no evidence.
    public func answer(_ tree: Checkpoint, trusting keys: [VerifierKey]) throws(PublicFilesFault) -> Answer {
        do throws(LogFiles.Fault) {
            guard let (checkpoint, note) = try files.checkpoint() else { return .differs("it has no checkpoint") }
            let signers: [VerifierKey]
            do throws(MerkleLogError) { signers = try note.verified(by: keys).signatures.map(\.key) } catch {
                return .differs(error.description)
            }
            guard checkpoint.origin.utf8.elementsEqual(tree.origin.utf8) else {
                return .differs("it is the log \(checkpoint.origin)")
            }
            guard checkpoint.size >= tree.size else { return .differs("it has signed \(checkpoint.size) events only") }
            guard try HistoryCheck(checkpoint, files).begins(with: tree) else {
                return .differs("its first \(tree.size) events are others, and the same key signed both")
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
}
