import Crypto

/// A private key that makes signatures of one type, written `PRIVATE+KEY+name+id+seed` as Go's note package does.
///
/// Printing or dumping the value shows its verifier key. Only ``privateText`` contains the secret.
public struct SignerKey: Sendable {
    /// Length of an Ed25519 seed, in bytes.
    public static let seedByteCount = 32

    /// The public key that checks what this key signs.
    public let verifierKey: VerifierKey

    private let key: Curve25519.Signing.PrivateKey

    private init(name: KeyName, type: SignatureType, key: Curve25519.Signing.PrivateKey) {
        self.key = key
        verifierKey = VerifierKey(name: name, type: type, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// Makes a new key from the system's randomness.
    public init(generating type: SignatureType, name: KeyName) {
        self.init(name: name, type: type, key: Curve25519.Signing.PrivateKey())
    }

    /// Makes a key of its 32 secret bytes (RFC 8032, 5.1.5); nil for any other number of bytes.
    public init?(name: KeyName, type: SignatureType, seed: [UInt8]) {
        guard seed.count == SignerKey.seedByteCount,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        else { return nil }
        self.init(name: name, type: type, key: key)
    }

    /// Reads a private key from its ``privateText``.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``, which never repeats the secret part.
    public init(_ text: String) throws(MerkleLogError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].elementsEqual("PRIVATE".utf8), parts[1].elementsEqual("KEY".utf8),
            let name = KeyName(bytes: parts[2])
        else {
            throw .malformed(.signerKey, line: 1, expected: "PRIVATE+KEY+name+id+seed", found: "something else")
        }
        guard let seed = Base64.decode(parts[4]), let type = seed.first.flatMap(SignatureType.init(rawValue:)),
            let key = SignerKey(name: name, type: type, seed: Array(seed.dropFirst()))
        else {
            throw .malformed(
                .signerKey, line: 1, expected: "an Ed25519 seed of type 1 or 4 in base64", found: "something else")
        }
        let id = key.verifierKey.identity.hex
        guard parts[3].elementsEqual(id.utf8) else {
            throw .malformed(.signerKey, line: 1, expected: "id \(id)", found: quoted(parts[3]))
        }
        self = key
    }

    /// The key as text, for the key file. It contains the secret.
    public var privateText: String {
        let seed = [verifierKey.type.rawValue] + Array(key.rawRepresentation)
        return "PRIVATE+KEY+\(verifierKey.identity)+\(Base64.encode(seed))"
    }

    /// Signs the text of a note.
    ///
    /// - Throws: ``MerkleLogError/wrongKeyKind(key:)`` for a cosignature key.
    func sign(text: [UInt8]) throws(MerkleLogError) -> NoteSignature {
        guard verifierKey.type == .ed25519 else { throw .wrongKeyKind(key: verifierKey.identity.description) }
        return NoteSignature(key: verifierKey.identity, bytes: rawSignature(of: text))
    }

    /// Signs a checkpoint as a witness that has seen it to be consistent with every earlier one it saw.
    ///
    /// - Parameters:
    ///   - checkpoint: The checkpoint of the largest tree of this log that the witness saw.
    ///   - timestamp: When it was seen, in seconds since 1970, `1 ... 2^63 - 1`.
    /// - Throws: ``MerkleLogError/wrongKeyKind(key:)`` for a key of ordinary signatures,
    ///   ``MerkleLogError/impossibleTimestamp(_:)``.
    ///
    /// Source: C2SP tlog-cosignature, "Ed25519 signed message".
    public func cosign(_ checkpoint: Checkpoint, at timestamp: UInt64) throws(MerkleLogError) -> NoteSignature {
        guard verifierKey.type == .cosignature else { throw .wrongKeyKind(key: verifierKey.identity.description) }
        guard (1...Cosignature.latest).contains(timestamp) else { throw .impossibleTimestamp(timestamp) }
        let message = Cosignature.message(Array(checkpoint.text.utf8), at: timestamp)
        return NoteSignature(
            key: verifierKey.identity, bytes: bigEndianBytes(timestamp) + rawSignature(of: message))
    }

    private func rawSignature(of message: [UInt8]) -> [UInt8] {
        guard let signature = try? key.signature(for: message) else {
            fatalError("Ed25519 signs any message with any key")
        }
        return Array(signature)
    }
}

extension SignerKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The verifier key; never the secret.
    public var description: String { "signer of \(verifierKey)" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows the verifier key; never the secret.
    public var customMirror: Mirror { Mirror(self, children: ["verifierKey": verifierKey]) }
}
