extension MerkleLogError: CustomStringConvertible {
    /// What was refused: expected against found, and where.
    public var description: String {
        switch self {
        case .leafOutsideTree(let leaf, let size):
            "leaf \(leaf) refused: the tree has \(size) leaves"
        case .treeShrinks(let old, let new):
            "consistency from size \(old) to \(new) refused: a log only grows"
        case .wrongProofLength(let expected, let found):
            "proof refused: expected \(expected) hashes, found \(found)"
        case .wrongRoot(let expected, let found):
            "root refused: expected \(expected), found \(found)"
        case .nodeOutsideTree(let node, let size):
            "node \(node) refused: the tree has \(size) leaves"
        case .wrongReadCount(let expected, let found):
            "read refused: asked for \(expected), got \(found)"
        case .unreadable(let what, let cause):
            "\(what) could not be read: \(cause)"
        case .impossibleTile(let level, let index, let width):
            "tile of level \(level), index \(index), width \(width) refused: no tree has it"
        case .wrongTileLength(let tile, let expected, let found):
            "\(tile) refused: expected \(expected) bytes, found \(found)"
        case .wrongTile(let tile):
            "\(tile) refused: its hashes do not lead to the tree's root"
        case .leafTooLong(let limit, let found):
            "leaf refused: expected at most \(limit) bytes, found \(found)"
        case .tooLong(let format, let limit, let found):
            "\(format.rawValue) refused: expected at most \(limit) bytes, found \(found)"
        case .malformed(let format, let line, let expected, let found):
            "\(format.rawValue) refused at line \(line): expected \(expected), found \(found)"
        case .notSigned(let keys):
            "note refused: expected a signature by \(keys.isEmpty ? "a known key" : keys.joined(separator: " or "))"
                + ", found none"
        case .badSignature(let key):
            "note refused: the signature of \(key) does not verify"
        case .ambiguousKey(let key):
            "key \(key) refused: two different known keys have this name and id"
        case .wrongKeyKind(let key):
            "key \(key) refused: it is not of the kind this signature needs"
        case .impossibleTimestamp(let timestamp):
            "cosignature refused: expected seconds since 1970, found \(timestamp)"
        case .wrongOrigin(let expected, let found):
            "checkpoint refused: expected origin \(expected), found \(found)"
        case .tooFewWitnesses(let expected, let found):
            "checkpoint refused: expected cosignatures of \(expected) known witnesses, found \(found)"
        }
    }

    /// What can be done about it.
    public var remedy: String {
        switch self {
        case .leafOutsideTree, .nodeOutsideTree:
            "ask for a leaf of this tree, or use a later checkpoint"
        case .treeShrinks:
            "put the smaller size first; if the log itself shrank, keep both checkpoints as evidence"
        case .wrongProofLength, .malformed, .tooLong, .wrongTileLength:
            "fetch the file again; if it is the same, its maker is at fault"
        case .wrongRoot, .wrongTile:
            "fetch it again; if it is the same, the record was changed: keep the files as evidence"
        case .wrongReadCount, .unreadable:
            "see that the tiles are there and can be read, then try again"
        case .impossibleTile:
            "use a level from 0 to 63, a width from 1 to 256, and an index inside the tree"
        case .leafTooLong:
            "shorten what is recorded, or split it into several events"
        case .notSigned, .ambiguousKey, .wrongKeyKind:
            "check the verifier keys against the ones their owners publish; an old file is signed by the key of its time"
        case .badSignature:
            "fetch the note again; if it is the same, it was changed or forged"
        case .impossibleTimestamp:
            "set the clock of the machine that cosigns"
        case .wrongOrigin:
            "name the log that the checkpoint is of, or fetch the checkpoint of the log you mean"
        case .tooFewWitnesses:
            "fetch the checkpoint again once more witnesses have cosigned it"
        }
    }
}
