import MerkleLog

/// The keys that a log signs with: one, or two during a rotation.
public struct SigningKeys: Sendable {
    /// The keys, newest first; at least one.
    public let signers: [SignerKey]
    /// The file they were read from.
    public let path: String

    /// The most keys in a file.
    static let most = 2

    /// The verifier keys, newest first.
    public var verifiers: [VerifierKey] { signers.map(\.verifierKey) }

    init(_ signers: [SignerKey], path: String) {
        self.signers = signers
        self.path = path
    }

    /// Reads the text of a key file: private keys as Go's note package writes them, one a line, newest first.
    ///
    /// - Parameter origin: The log's; each key has it as its name.
    /// - Throws: ``PublicationError/badKey(path:line:reason:)``, which never repeats a secret.
    init(_ bytes: [UInt8], path: String, origin: String) throws(PublicationError) {
        func refuse(_ line: Int, _ reason: String) -> PublicationError {
            .badKey(path: path, line: line, reason: reason)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw refuse(1, "it is not UTF-8") }
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // The last newline may be missing: a secret store may trim it.
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard !lines.isEmpty else { throw refuse(1, "it is empty") }
        guard lines.count <= Self.most else { throw refuse(Self.most + 1, "it has more than \(Self.most) keys") }
        var signers: [SignerKey] = []
        for (place, line) in lines.enumerated() {
            let signer: SignerKey
            do throws(MerkleLogError) { signer = try SignerKey(String(Substring(line))) } catch {
                throw refuse(place + 1, error.description)
            }
            let name = signer.verifierKey.identity.name.description
            guard name.utf8.elementsEqual(origin.utf8) else {
                throw refuse(place + 1, "the key is named \(name), the log \(origin)")
            }
            guard signer.verifierKey.type == .ed25519 else {
                throw refuse(place + 1, "it is a key for cosignatures, not for a log")
            }
            guard !signers.contains(where: { $0.verifierKey.identity == signer.verifierKey.identity }) else {
                throw refuse(place + 1, "the key is there twice")
            }
            signers.append(signer)
        }
        self.init(signers, path: path)
    }

    /// The text of the key file. It contains the secret.
    var fileText: [UInt8] { signers.flatMap { Array("\($0.privateText)\n".utf8) } }
}
