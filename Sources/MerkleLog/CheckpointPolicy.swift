/// What makes a checkpoint of a log trustworthy: its origin, the log's keys, and the witnesses that must have cosigned
/// it.
public struct CheckpointPolicy: Hashable, Sendable {
    /// The log's origin line, in UTF-8.
    private let origin: [UInt8]

    /// The log's keys; one of them must have signed.
    public let logKeys: [VerifierKey]

    /// The keys of known witnesses; all of them are cosignature keys.
    public let witnesses: [VerifierKey]

    /// Which witnesses must have cosigned.
    public let quorum: Quorum

    /// Makes a policy with any quorum.
    ///
    /// - Throws: ``MerkleLogError/wrongKeyKind(key:)`` when a witness key is not for cosignatures.
    public init(
        origin: String, logKeys: [VerifierKey], witnesses: [VerifierKey], quorum: Quorum
    ) throws(MerkleLogError) {
        if let other = witnesses.first(where: { $0.type != .cosignature }) {
            throw .wrongKeyKind(key: other.identity.description)
        }
        self.origin = Array(origin.utf8)
        self.logKeys = logKeys
        self.witnesses = witnesses
        self.quorum = quorum
    }

    /// Makes a policy that asks for some number of witnesses.
    ///
    /// - Parameter quorum: How many. Witnesses are counted by name: one with several keys counts once.
    /// - Throws: ``MerkleLogError/wrongKeyKind(key:)`` if a witness key is no cosignature key,
    ///   ``MerkleLogError/tooFewWitnesses(expected:found:)`` if the quorum is larger than the number of witnesses.
    public init(
        origin: String, logKeys: [VerifierKey], witnesses: [VerifierKey] = [], quorum: Int = 0
    ) throws(MerkleLogError) {
        var names: [KeyName] = []
        for name in witnesses.map(\.identity.name) where !names.contains(name) { names.append(name) }
        let members = names.map { name in
            Quorum.group(threshold: 1, members: witnesses.filter { $0.identity.name == name }.map(Quorum.witness))
        }
        guard quorum <= members.count else { throw .tooFewWitnesses(expected: quorum, found: members.count) }
        try self.init(
            origin: origin, logKeys: logKeys, witnesses: witnesses,
            quorum: .group(threshold: max(0, quorum), members: members))
    }

    /// Reads a checkpoint and checks its origin, the log's signature, each known witness's signature, and the quorum.
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
        let (needed, found) = quorum.count(Set(cosignatures.map(\.key)))
        guard found >= needed else { throw .tooFewWitnesses(expected: needed, found: found) }
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

    /// Returns those of the keys that have signed.
    public func signers(_ keys: [VerifierKey]) -> [VerifierKey] {
        note.signatures.map(\.key).filter { keys.contains($0) }
    }
}
