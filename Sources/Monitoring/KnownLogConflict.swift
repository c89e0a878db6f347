import MerkleLog

/// Why a checkpoint contradicts the known log.
public enum KnownLogConflict: Error, Hashable, Sendable {
    /// It is signed by a key that no known key vouches for. The known ones only signed files that were met where `isMet`.
    case changedKey(origin: String, known: [VerifierKey], found: [VerifierKey], isMet: Bool)
    /// Only keys signed it that the known ones replaced, and it is larger than what is known.
    case olderKey(origin: String, known: [VerifierKey], found: [VerifierKey], size: UInt64, newest: UInt64)
    /// The log signed another tree of that size, which was only met in a file where `isMet`.
    case differs(origin: String, size: UInt64, known: Hash, isMet: Bool, found: Hash)
    /// It belongs to a pair of trees that were compared before, neither of which begins with the other.
    case contradicted(origin: String, size: UInt64, other: UInt64)

    /// What was found, and what is known.
    public var message: String {
        switch self {
        case .changedKey(let origin, let known, let found, isMet: true):
            "\(Self.list(found)) signed this, and \(Self.list(known)) signed what this user met of the log \(origin) in a file "
                + "before; nothing connects the two: either that key or this one is not the keeper's"
        case .changedKey(let origin, let known, let found, isMet: false):
            "the log \(origin) changed its key: known is \(Self.list(known)), this is signed by \(Self.list(found))"
        case .olderKey(let origin, let known, let found, let size, let newest):
            "\(Self.list(found)) signed this tree of \(size) events, a key of the log \(origin) that \(Self.list(known)) replaced, as "
                + "this user has it; \(newest) events are known: what is known is old, or the holder of the older key made this tree"
        case .differs(let origin, let size, let known, let isMet, let found):
            "the log \(origin) signed two histories of \(size) events: root \(known) was "
                + "\(isMet ? "met in another file" : "seen where the log is published"), this one has \(found)"
        case .contradicted(let origin, let size, let other):
            "the log \(origin) signed two histories: this tree of \(size) events was compared before with another one of "
                + "\(other) events that the same key signed, and they do not begin alike"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .changedKey:
            "add --statements with the file 'statements' that the log serves; where that does not help, ask its keeper: if the "
                + "old key is lost, 'storyledger monitor SOURCE --key NEW --lost-key OLD' believes the new one; if the key that you "
                + "used before was false, delete the line of known-logs that has it"
        case .olderKey:
            "look at the log again with 'storyledger monitor SOURCE' and its newer key, and then at this file with --log SOURCE; ask "
                + "the keeper for a proof from the log as it is now"
        case .differs, .contradicted:
            "keep this file and the known checkpoint: together they prove that one key signed two trees; its keeper did, or a thief; --log shows which of them the published log begins with"
        }
    }

    private static func list(_ keys: [VerifierKey]) -> String {
        keys.map(\.identity.description).joined(separator: " and ")
    }
}
