import MerkleLog

/// What a published checkpoint says is published: its tiles and its entry bundles.
struct PublishedHead {
    let checkpoint: Checkpoint
    let tree: PublishedTree
    let bundles: PublishedBundles

    /// - Parameter ledger: The ledger's directory.
    init(ledger: String, _ checkpoint: Checkpoint) {
        self.checkpoint = checkpoint
        tree = PublishedTree(ledger: ledger, size: checkpoint.size)
        bundles = PublishedBundles(ledger: ledger, size: Int64(clamping: checkpoint.size))
    }
}
