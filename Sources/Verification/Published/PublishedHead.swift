import MerkleLog

/// The published checkpoint, and what it says is published.
struct PublishedHead {
    let checkpoint: Checkpoint
    let tree: PublishedTree
    let bundles: PublishedBundles
    private static let path = "public/checkpoint"

    /// Reads the published checkpoint; nil when nothing is published, or when it cannot be read, which is reported.
    init?(_ scope: Verifier.Scope, origin: String, _ report: (Finding) -> Void) {
        guard let ledger = scope.directory else { return nil }
        let place = Finding.Place.file(Self.path)
        let bytes: [UInt8]
        switch PublishedFile.read("\(ledger)/\(Self.path)", expecting: SignedNote.longest) {
        case .missing: return nil
        case .unreadable(let reason):
            report(Finding(place, "it cannot be read: \(reason)"))
            return nil
        case .bytes(let found): bytes = found
        }
        do throws(MerkleLogError) {
            let note = try SignedNote(bytes: bytes)
            checkpoint = try Checkpoint(text: note.text)
            if let fault = SignatureCheck(origin: origin, keys: scope.keys).fault(in: note) {
                report(Finding(place, fault))
            }
        } catch {
            report(Finding(place, error.description))
            return nil
        }
        tree = PublishedTree(ledger: ledger, size: checkpoint.size)
        bundles = PublishedBundles(ledger: ledger, size: Int64(checkpoint.size))
    }

    /// What it says of the root.
    var claim: RootClaims.Claim {
        RootClaims.Claim(place: .file(Self.path), size: checkpoint.size, root: checkpoint.root)
    }
}
