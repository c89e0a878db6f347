import Crypto

/// The name of a key and 32 bits of a hash: the part of a signature line that says which key made it.
///
/// The number only tells keys apart. It is too short to identify a key for certain. A signature is checked with the
/// whole public key.
public struct KeyIdentity: Hashable, Sendable {
    /// The key's name.
    public let name: KeyName

    /// The first 4 bytes, big-endian, of the SHA-256 of name, newline, signature type and public key.
    public let id: UInt32

    init(name: KeyName, id: UInt32) {
        self.name = name
        self.id = id
    }

    /// Derives the identity of a key.
    ///
    /// Source: C2SP signed-note, "Signatures".
    init(name: KeyName, type: SignatureType, publicKey: [UInt8]) {
        var hasher = SHA256()
        for part in [name.bytes, [UInt8(ascii: "\n"), type.rawValue], publicKey] {
            part.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        }
        self.init(name: name, id: hasher.finalize().prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
    }

    /// The id as 8 lower-case hexadecimal digits.
    var hex: String { Hexadecimal.encode(bigEndianBytes(id)) }
}

extension KeyIdentity: CustomStringConvertible {
    /// Name and id, as they begin a verifier key: `example.com/foo+530d903a`.
    public var description: String { "\(name)+\(hex)" }
}

/// The kinds of signature that are made and checked here. Other kinds in a note are ignored.
///
/// Source: C2SP signed-note, "Signature types".
public enum SignatureType: UInt8, Hashable, Sendable {
    /// Ed25519 over the text of the note.
    case ed25519 = 0x01

    /// Ed25519 over the text of the note and the time of the cosignature: C2SP tlog-cosignature, `cosignature/v1`.
    case cosignature = 0x04
}
