/// Why something was refused. Retrying does not help, except after ``unreadable``.
public enum MerkleLogError: Error {
    /// The texts and byte layouts that are read strictly.
    public enum Format: String, Sendable {
        case tilePath = "tile path"
        case entryBundle = "entry bundle"
        case frontier = "frontier"
        case checkpoint = "checkpoint"
        case note = "signed note"
        case keyName = "key name"
        case verifierKey = "verifier key"
        case signerKey = "signer key"
        case proofFile = "proof file"
        case witnessRequest = "witness request"
        case witnessResponse = "witness response"
        case policy = "policy"
        case succession = "statement of a new key"
    }

    /// Leaf indices are 0-based, so `leaf < size` must hold.
    case leafOutsideTree(leaf: UInt64, size: UInt64)
    /// A tree can be consistent only with a tree that is at least as large.
    case treeShrinks(old: UInt64, new: UInt64)
    /// A proof has exactly as many hashes as its tree sizes require.
    case wrongProofLength(expected: Int, found: Int)
    /// A proof, or the leaves, lead to another root than the expected one.
    case wrongRoot(expected: Hash, found: Hash)
    /// The subtree is not wholly inside the tree.
    case nodeOutsideTree(Node, size: UInt64)
    /// A reader returned another number of hashes or tiles than it was asked for.
    case wrongReadCount(expected: Int, found: Int)
    /// A reader could not read; the cause is its own error.
    case unreadable(String, cause: any Error)

    /// The coordinates are beyond what a tree can have.
    case impossibleTile(level: Int, index: UInt64, width: Int)
    /// The contents have another length, in bytes, than the tile's width requires.
    case wrongTileLength(Tile, expected: Int, found: Int)
    /// The tile's hashes do not lead to the hash above them, or to the root.
    case wrongTile(Tile)
    /// A leaf longer than an entry bundle can hold, in bytes.
    case leafTooLong(limit: Int, found: Int)

    /// A text is longer, in bytes, than its format allows.
    case tooLong(Format, limit: Int, found: Int)
    /// A text breaks its format; lines count from 1, and what was found is shortened.
    case malformed(Format, line: Int, expected: String, found: String)

    /// No known key signed the note.
    case notSigned(by: [String])
    /// The signature of a known key does not verify.
    case badSignature(key: String)
    /// Two different known keys have the same name and key id.
    case ambiguousKey(String)
    /// A cosignature has a timestamp and an ordinary signature has none, so each key makes only one of them.
    case wrongKeyKind(key: String)
    /// A cosignature's time, in seconds since 1970, is 0 or above 2^63 - 1.
    case impossibleTimestamp(UInt64)
    /// The checkpoint is another log's.
    case wrongOrigin(expected: String, found: String)
    /// Fewer known witnesses, or groups of them, cosigned than the policy asks for.
    case tooFewWitnesses(expected: Int, found: Int)
}
