/// Whom to believe about a log: its origin, its keys, and how many witnesses must have seen the same.
public struct CheckpointPolicy: Hashable, Sendable {
    /// The log's origin line, in UTF-8.
    private let origin: [UInt8]

    /// The log's keys; one of them must have signed.
    public let logKeys: [VerifierKey]

    /// The keys of known witnesses, all of them for cosignatures.
    public let witnesses: [VerifierKey]

    /// How many witnesses must have cosigned. Those are counted by name: one with several keys counts once.
    public let quorum: Int

    /// Sets out a policy.
    ///
    /// - Throws: ``MerkleLogError/wrongKeyKind(key:)`` when a witness key is not for cosignatures,
    ///   ``MerkleLogError/tooFewWitnesses(expected:found:)`` when the quorum is more than there are.
    public init(
        origin: String, logKeys: [VerifierKey], witnesses: [VerifierKey] = [], quorum: Int = 0
    ) throws(MerkleLogError) {
        if let other = witnesses.first(where: { $0.type != .cosignature }) {
            throw .wrongKeyKind(key: other.identity.description)
        }
        let names = Set(witnesses.map(\.identity.name)).count
        guard quorum <= names else { throw .tooFewWitnesses(expected: quorum, found: names) }
        self.origin = Array(origin.utf8)
        self.logKeys = logKeys
        self.witnesses = witnesses
        self.quorum = quorum
    }

    /// Reads a checkpoint and checks it: origin, the log's signature, every known witness's, and their number.
    ///
    /// - Throws: ``MerkleLogError/malformed(_:line:expected:found:)``,
    ///   ``MerkleLogError/wrongOrigin(expected:found:)``, ``MerkleLogError/notSigned(by:)``,
    ///   ``MerkleLogError/badSignature(key:)``, ``MerkleLogError/tooFewWitnesses(expected:found:)``.
    public func open(_ note: SignedNote) throws(MerkleLogError) -> VerifiedCheckpoint {
        let checkpoint = try Checkpoint(text: note.text)
        guard checkpoint.origin.utf8.elementsEqual(origin) else {
            throw .wrongOrigin(expected: quoted(origin), found: quoted(checkpoint.origin.utf8))
        }
        let verified = try note.verified(by: logKeys + witnesses)
        guard verified.signatures.contains(where: { logKeys.contains($0.key) }) else {
            throw .notSigned(by: logKeys.map(\.identity.description))
        }
        let cosignatures = verified.signatures.filter { witnesses.contains($0.key) }
        let names = Set(cosignatures.map(\.key.identity.name)).count
        guard names >= quorum else { throw .tooFewWitnesses(expected: quorum, found: names) }
        return VerifiedCheckpoint(checkpoint: checkpoint, note: verified, cosignatures: cosignatures)
    }
}

/// A checkpoint that meets a policy. Only ``CheckpointPolicy/open(_:)`` makes one.
public struct VerifiedCheckpoint: Hashable, Sendable {
    /// The checkpoint.
    public let checkpoint: Checkpoint

    /// The note it was in, with every signature by a known key.
    public let note: VerifiedNote

    /// The signatures by known witnesses, with their times.
    public let cosignatures: [VerifiedSignature]
}
