import Crypto

/// A log's statement that it goes on under another key, or, after a fork, under another name.
///
/// It is a signed note with signatures of the old key and the new key, so a reader who trusts the old key may trust the
/// new one. Its first line is not an origin that any log signs checkpoints with, and its second line is not a tree
/// size.
///
///     storyledger/rekeyed/v1               storyledger/forked/v1
///     old VKEY                             old VKEY
///     new VKEY                             new VKEY
///     ended no|yes                         abandoned SIZE ROOT
///                                          kept SIZE ROOT
public struct Succession: Hashable, Sendable {
    /// What happened to the log.
    public enum Kind: Hashable, Sendable {
        /// The log signs with another key; with both until the old one has ended.
        case rekeyed(isEnded: Bool)
        /// The log named by the old key was given up at one size. The other log goes on from `kept`.
        case forked(abandoned: Head, kept: Head)
    }

    /// A tree at one size.
    public struct Head: Hashable, Sendable {
        /// Tree size, in leaves.
        public let size: UInt64
        /// Root of the tree.
        public let root: Hash

        /// A size and the root at that size.
        public init(size: UInt64, root: Hash) {
            self.size = size
            self.root = root
        }
    }

    /// What happened.
    public let kind: Kind

    /// The key that signed until then; its name is the log's origin.
    public let old: VerifierKey

    /// The key that signs from then on.
    public let new: VerifierKey

    /// Whether the log goes on under another name: then the old key does not vouch for the new one.
    public var isFork: Bool {
        if case .forked = kind { return true }
        return false
    }

    /// The statement, signed by both keys.
    public let note: SignedNote

    /// Makes a statement.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)`` when the keys do not fit the kind.
    public init(_ kind: Kind, from old: SignerKey, to new: SignerKey) throws(MerkleLogError) {
        let keys = (old.verifierKey, new.verifierKey)
        var lines = [Self.header(kind), "old \(keys.0)", "new \(keys.1)"]
        switch kind {
        case .rekeyed(let isEnded): lines.append("ended \(isEnded ? "yes" : "no")")
        case .forked(let abandoned, let kept): lines += ["abandoned \(abandoned.text)", "kept \(kept.text)"]
        }
        try self.init(note: SignedNote(signing: lines.map { $0 + "\n" }.joined(), by: [old, new]))
    }

    /// Reads a statement and checks both signatures.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``, ``MerkleLogError/badSignature(key:)``,
    ///   ``MerkleLogError/notSigned(by:)``, ``MerkleLogError/tooLong(_:limit:found:)``.
    public init(bytes: some Collection<UInt8>) throws(MerkleLogError) {
        try self.init(note: SignedNote(bytes: bytes))
    }

    private init(note: SignedNote) throws(MerkleLogError) {
        var reader = try LineReader(note.text.utf8, as: .succession, limit: SignedNote.longest)
        let header = try reader.next("the kind of statement")
        old = try Self.key("old", &reader)
        new = try Self.key("new", &reader)
        switch String(decoding: header, as: UTF8.self) {
        case Self.rekeyed:
            let word = String(decoding: try reader.next(after: "ended", "ended no or yes"), as: UTF8.self)
            guard word == "no" || word == "yes" else { throw reader.refusal(expected: "ended no or yes", found: word) }
            kind = .rekeyed(isEnded: word == "yes")
        case Self.forked:
            kind = .forked(abandoned: try Head("abandoned", &reader), kept: try Head("kept", &reader))
        default: throw reader.refusal(expected: "\(Self.rekeyed) or \(Self.forked)", found: quoted(header))
        }
        let isSameLog = old.identity.name == new.identity.name
        guard reader.isAtEnd, old.publicKey != new.publicKey, isSameLog == (Self.header(kind) == Self.rekeyed) else {
            throw reader.refusal(expected: "two keys, of one log or after a fork of two", found: quoted(header))
        }
        self.note = note
        for key in [old, new] { _ = try note.verified(by: [key]) }
    }

    /// The id of the event that carries the statement: its kind, and the SHA-256 of the note in hexadecimal.
    public var eventID: String {
        var hash = SHA256()
        note.bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        let kind =
            switch kind {
            case .rekeyed: "rekeyed"
            case .forked: "forked"
            }
        return "\(kind)-\(Hexadecimal.encode(Array(hash.finalize())))"
    }

    private static let rekeyed = "storyledger/rekeyed/v1"
    private static let forked = "storyledger/forked/v1"

    private static func header(_ kind: Kind) -> String {
        switch kind {
        case .rekeyed: rekeyed
        case .forked: forked
        }
    }

    private static func key(_ word: String, _ reader: inout LineReader) throws(MerkleLogError) -> VerifierKey {
        let text = try reader.next(after: word, "\(word) and a verifier key")
        let key = try VerifierKey(String(decoding: text, as: UTF8.self))
        guard key.type == .ed25519 else { throw reader.refusal(expected: "a log's key", found: quoted(text)) }
        return key
    }
}

extension Succession.Head {
    fileprivate var text: String { "\(size) \(Base64.encode(root.bytes))" }

    fileprivate init(_ word: String, _ reader: inout LineReader) throws(MerkleLogError) {
        let text = try reader.next(after: word, "\(word), a tree size and a root")
        let items = text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard items.count == 2, let size = Decimal.read(items[0]),
            let root = Base64.decode(items[1]).flatMap({ Hash($0) })
        else { throw reader.refusal(expected: "\(word), a tree size and a root", found: quoted(text)) }
        self.init(size: size, root: root)
    }
}
