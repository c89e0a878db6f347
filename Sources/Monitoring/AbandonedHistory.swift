import MerkleLog

/// A history that a log gave up for another. It stays readable below `abandoned/`, as a tlog-tiles prefix of its own.
public struct AbandonedHistory: Hashable, Sendable {
    /// Its directory in the public files, such as `abandoned/10-5f3c8a0e12b45d67`.
    public let path: String
    private let head: Succession.Head
    /// The key that signed it last.
    private let key: VerifierKey

    /// - Returns: nil for a statement that gives up no history.
    public init?(_ statement: Succession) {
        guard case .forked(let abandoned, _) = statement.kind else { return nil }
        path = "abandoned/\(abandoned.size)-\(abandoned.root.hex.prefix(16))"
        head = abandoned
        key = statement.old
    }

    /// Reads the whole history and compares it with the statement.
    ///
    /// - Parameters:
    ///   - files: The public files of the log that goes on.
    ///   - find: Called with each finding. A file that cannot be read is a finding, too.
    public func check(in files: any PublicFiles, _ find: (String) -> Void) {
        do throws(LogFiles.Fault) { try check(in: LogFiles(files: files), find) } catch {
            if case .unreadable(let fault) = error { find(fault.message) }
        }
    }

    /// - Throws: ``LogFiles/Fault/unreadable(_:)`` only; missing and malformed files are findings.
    func check(in files: LogFiles, _ find: (String) -> Void) throws(LogFiles.Fault) {
        do throws(LogFiles.Fault) {
            guard try checkHead(files, find) else { return }
            let own = LogFiles(files: PublicFolder(files: files.files, path: path))
            var walk = LogWalk(own)
            func report(_ finding: LogFinding) { find("\(path): \(finding)") }
            try walk.advance(to: head.size, { _ in }, report)
            guard walk.root == head.root else {
                return find("\(path): the leaves do not lead to the root that was signed")
            }
            _ = StatementFile.entries(try own.statements(), of: walk.chains.ownEvents, upTo: head.size, report)
        } catch {
            switch error {
            case .missing(let name): find("\(path)/\(name): it is missing")
            case .malformed(let name, let what): find("\(path)/\(name): \(what)")
            case .unreadable: throw error
            }
        }
    }

    private func checkHead(_ files: LogFiles, _ find: (String) -> Void) throws(LogFiles.Fault) -> Bool {
        let name = "\(path)/checkpoint"
        guard let bytes = try files.read(name, atMost: SignedNote.longest) else {
            find("the fork gives up a history that is not there: \(name)")
            return false
        }
        do throws(MerkleLogError) {
            let note = try SignedNote(bytes: bytes)
            let checkpoint = try Checkpoint(text: note.text)
            _ = try note.verified(by: [key])
            guard checkpoint.size == head.size, checkpoint.root == head.root else {
                find("\(name): it is not the history that the fork gives up")
                return false
            }
            return true
        } catch {
            find("\(name): \(error)")
            return false
        }
    }
}

/// A directory among public files.
private struct PublicFolder: PublicFiles {
    let files: any PublicFiles
    let path: String

    func read(_ name: String, atMost limit: Int) throws(PublicFilesFault) -> [UInt8]? {
        try files.read("\(path)/\(name)", atMost: limit)
    }
}
