/// Why something was refused. Nothing here is retried: the same input is refused again, save ``unreadable``.
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
    /// A tree can only be consistent with one that is at least as large.
    case treeShrinks(old: UInt64, new: UInt64)
    /// A proof has exactly as many hashes as its tree sizes ask for.
    case wrongProofLength(expected: Int, found: Int)
    /// A proof, or the leaves, lead to another root than the one to be checked against.
    case wrongRoot(expected: Hash, found: Hash)
    /// The subtree is not wholly inside the tree.
    case nodeOutsideTree(Node, size: UInt64)
    /// A reader was asked for some hashes or tiles and returned another number of them.
    case wrongReadCount(expected: Int, found: Int)
    /// A reader could not read; the cause is its own error.
    case unreadable(String, cause: any Error)

    /// The coordinates are beyond what a tree can have.
    case impossibleTile(level: Int, index: UInt64, width: Int)
    /// The contents are shorter or longer than the tile is wide, in bytes.
    case wrongTileLength(Tile, expected: Int, found: Int)
    /// The tile's hashes do not lead to the hash above them, or to the root.
    case wrongTile(Tile)
    /// A leaf longer than an entry bundle can hold, in bytes.
    case leafTooLong(limit: Int, found: Int)

    /// A text is longer than it can rightly be, in bytes.
    case tooLong(Format, limit: Int, found: Int)
    /// A text breaks its format; lines count from 1, and what was found is shortened.
    case malformed(Format, line: Int, expected: String, found: String)

    /// No known key signed the note.
    case notSigned(by: [String])
    /// A known key is named, and its signature does not verify.
    case badSignature(key: String)
    /// Two different known keys have the same name and key id.
    case ambiguousKey(String)
    /// A cosignature is timestamped and an ordinary signature is not, so each key does only one of them.
    case wrongKeyKind(key: String)
    /// A cosignature's time, in seconds since 1970, is 0 or above 2^63 - 1.
    case impossibleTimestamp(UInt64)
    /// The checkpoint is another log's.
    case wrongOrigin(expected: String, found: String)
    /// Fewer known witnesses, or groups of them, cosigned than the policy asks for.
    case tooFewWitnesses(expected: Int, found: Int)
}
