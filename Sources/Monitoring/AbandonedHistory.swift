import MerkleLog

/// A history that a log gave up for another. It stays readable below `abandoned/`, as a tlog-tiles prefix of its own.
public struct AbandonedHistory: Hashable, Sendable {
    /// Its directory in the public files, such as `abandoned/10-5f3c8a0e12b45d67`.
    public let path: String
    private let head: Succession.Head
    /// Its tree size.
    var size: UInt64 { head.size }
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
        do throws(TiledLog.Fault) { try check(in: TiledLog(files: files), find) } catch {
            if case .unreadable(let fault) = error { find(fault.message) }
        }
    }

    /// - Throws: ``TiledLog/Fault/unreadable(_:)`` only; missing and malformed files are findings.
    func check(in files: TiledLog, _ find: (String) -> Void) throws(TiledLog.Fault) {
        do throws(TiledLog.Fault) {
            guard try checkHead(files, find) else { return }
            let own = TiledLog(files: PublicFolder(files: files.files, path: path))
            var walk = LogWalk(own)
            func report(_ finding: LogFinding) { find("\(path): \(finding)") }
            try walk.advance(to: head.size, root: head.root, { _ in }, report)
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

    /// Checks a file of its directory that is not among those that the history needs: it may be a leftover of an earlier, smaller
    /// tree, and then says the same.
    ///
    /// - Parameters:
    ///   - name: The file's path in the directory.
    ///   - files: The public files of the log that goes on.
    /// - Returns: What is wrong; nil for a file that ``check(in:_:)`` reads, and for one that says the same.
    public func fault(of name: String, in files: any PublicFiles) -> String? {
        if ["checkpoint", "statements"].contains(name) { return nil }
        let tile: Tile
        do throws(MerkleLogError) { tile = try Tile(path: name) } catch { return "it is no file of a log" }
        guard let whole = tile.asOf(size: head.size), whole.width >= tile.width else {
            return "it is beyond the history, which has \(head.size) leaves"
        }
        guard whole != tile else { return nil }
        let own = TiledLog(files: PublicFolder(files: files, path: path))
        do throws(TiledLog.Fault) {
            let isSame: Bool
            if tile.kind == .entries {
                isSame = try own.leaves(of: tile).elementsEqual(own.leaves(of: whole).prefix(tile.width))
            } else {
                let hashes = try own.hashes(of: tile)
                let all = try own.hashes(of: whole)
                isSame = hashes.count == tile.width * Hash.byteCount && all.starts(with: hashes)
            }
            return isSame ? nil : "it is not what the history has there"
        } catch {
            switch error {
            case .missing(let name): return "\(name) is missing"
            case .malformed(_, let what): return what
            case .unreadable(let fault): return fault.message
            }
        }
    }

    /// Whether the history begins with a tree.
    ///
    /// - Parameter files: The public files of the log that goes on.
    public func begins(with tree: Checkpoint, in files: any PublicFiles) -> Bool {
        guard tree.size <= head.size, tree.origin.utf8.elementsEqual(key.identity.name.bytes) else { return false }
        let own = TiledLog(files: PublicFolder(files: files, path: path))
        do throws(MerkleLogError) {
            let reader = TileHashReader(size: head.size, root: head.root, source: own)
            return try reader.root(ofSize: tree.size) == tree.root
        } catch {
            return false
        }
    }

    /// The root of its tree at a smaller size. The history was checked before.
    func root(ofSize size: UInt64, in files: TiledLog) throws(TiledLog.Fault) -> Hash {
        let own = TiledLog(files: PublicFolder(files: files.files, path: path))
        do throws(MerkleLogError) {
            return try TileHashReader(size: head.size, root: head.root, source: own).root(ofSize: size)
        } catch {
            if case .unreadable(_, let cause as TiledLog.Fault) = error { throw cause }
            throw .malformed("\(path)/tile", error.description)
        }
    }

    private func checkHead(_ files: TiledLog, _ find: (String) -> Void) throws(TiledLog.Fault) -> Bool {
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
