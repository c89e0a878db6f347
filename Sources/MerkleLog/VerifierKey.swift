import Crypto

/// A public key that checks signatures of one type, written `name+id+key`.
///
/// Source: C2SP signed-note, "Verifier keys".
public struct VerifierKey: Hashable, Sendable {
    /// Length of an Ed25519 public key, in bytes.
    public static let byteCount = 32

    /// Name and id.
    public let identity: KeyIdentity

    /// The kind of signature that it checks.
    public let type: SignatureType

    /// The Ed25519 public key, 32 bytes.
    public let publicKey: [UInt8]

    init(name: KeyName, type: SignatureType, publicKey: [UInt8]) {
        self.identity = KeyIdentity(name: name, type: type, publicKey: publicKey)
        self.type = type
        self.publicKey = publicKey
    }

    /// Reads a verifier key, such as `example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k`.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``; also when the id is not the key's, and for a key
    ///   with which anybody can sign.
    public init(_ text: String) throws(MerkleLogError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = KeyName(bytes: parts[0]) else {
            throw .malformed(.verifierKey, line: 1, expected: "name+id+key", found: quoted(text.utf8))
        }
        guard let key = Base64.decode(parts[2]), key.count == 1 + VerifierKey.byteCount,
            let type = SignatureType(rawValue: key[0])
        else {
            throw .malformed(
                .verifierKey, line: 1, expected: "an Ed25519 key of type 1 or 4 in base64", found: quoted(parts[2]))
        }
        self.init(name: name, type: type, publicKey: Array(key.dropFirst()))
        guard parts[1].elementsEqual(identity.hex.utf8) else {
            throw .malformed(.verifierKey, line: 1, expected: "id \(identity.hex)", found: quoted(parts[1]))
        }
        guard PointOfHolder.mayBe(publicKey) else {
            throw .malformed(
                .verifierKey, line: 1, expected: "a key with which only its holder can sign", found: quoted(text.utf8))
        }
    }

    /// Checks a signature.
    ///
    /// - Parameters:
    ///   - signature: Its bytes after the key id: 64, or 72 for a cosignature.
    ///   - text: The text of the note.
    /// - Returns: The signature with its timestamp; nil if it is not this key's signature of this text.
    func verify(_ signature: NoteSignature, of text: [UInt8]) -> VerifiedSignature? {
        let timestamp: UInt64?
        let message: [UInt8]
        switch type {
        case .ed25519:
            timestamp = nil
            message = text
        case .cosignature:
            let time = signature.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
            guard time <= Cosignature.latest else { return nil }
            timestamp = time
            message = Cosignature.message(text, at: time)
        }
        let raw = signature.bytes.dropFirst(type == .cosignature ? 8 : 0)
        guard raw.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey),
            key.isValidSignature(Array(raw), for: message)
        else { return nil }
        return VerifiedSignature(key: self, timestamp: timestamp)
    }
}

extension VerifierKey: CustomStringConvertible {
    /// The key as text: `name+id+key`.
    public var description: String { "\(identity)+\(Base64.encode([type.rawValue] + publicKey))" }
}
