import MerkleLog

/// The published checkpoint, and what it says is published.
struct PublishedHead {
    let checkpoint: Checkpoint
    private let note: SignedNote
    let tree: PublishedTree
    let bundles: PublishedBundles
    private static let path = "public/checkpoint"
    /// The newest checkpoint ever published, which publication keeps outside the database.
    private static let highest = "published-head"

    /// Reads the published checkpoint; nil when nothing is published, or when it cannot be read, which is reported.
    init?(_ scope: Verifier.Scope, origin: String?, _ report: (Finding) -> Void) {
        guard let ledger = scope.directory,
            let (checkpoint, note) = Self.read(Self.path, in: ledger, scope, origin: origin, report)
        else { return nil }
        self.checkpoint = checkpoint
        self.note = note
        tree = PublishedTree(ledger: ledger, size: checkpoint.size)
        bundles = PublishedBundles(ledger: ledger, size: Int64(checkpoint.size))
    }

    /// What the files beside the log say of its root.
    static func claims(
        _ published: PublishedHead?, _ scope: Verifier.Scope, origin: String?, _ report: (Finding) -> Void
    ) -> [RootClaims.Claim] {
        var claims: [RootClaims.Claim] = []
        func add(_ checkpoint: Checkpoint, _ note: SignedNote, _ path: String) {
            claims.append(
                RootClaims.Claim(place: .file(path), size: checkpoint.size, root: checkpoint.root, note: note))
        }
        if let published { add(published.checkpoint, published.note, path) }
        guard let ledger = scope.directory,
            let (head, note) = read(highest, in: ledger, scope, origin: origin, report)
        else { return claims }
        add(head, note, highest)
        if let size = published?.checkpoint.size, size > head.size {
            report(Finding(.file(highest), "it is of \(head.size) leaves, and \(size) are published"))
        }
        return claims
    }

    private static func read(
        _ path: String, in ledger: String, _ scope: Verifier.Scope, origin: String?, _ report: (Finding) -> Void
    ) -> (Checkpoint, SignedNote)? {
        let place = Finding.Place.file(path)
        let bytes: [UInt8]
        switch PublishedFile.read("\(ledger)/\(path)", expecting: SignedNote.longest) {
        case .missing: return nil
        case .unreadable(let reason):
            report(Finding(place, "it cannot be read: \(reason)"))
            return nil
        case .bytes(let found): bytes = found
        }
        do throws(MerkleLogError) {
            let note = try SignedNote(bytes: bytes)
            let checkpoint = try Checkpoint(text: note.text)
            if let fault = SignatureCheck(origin: origin, forks: scope.forks, keys: scope.keys).fault(in: note) {
                report(Finding(place, fault))
            }
            return (checkpoint, note)
        } catch {
            report(Finding(place, error.description))
            return nil
        }
    }
}
