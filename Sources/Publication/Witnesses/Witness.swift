import MerkleLog

/// A server that cosigns checkpoints of this log if they extend the last one it saw.
public struct Witness: Hashable, Sendable {
    /// Its name in the file `witnesses`.
    public let name: String
    /// Its key, for cosignatures.
    public let key: VerifierKey
    /// The URL prefix of its `add-checkpoint`.
    public let url: HTTPPrefix

    /// - Throws: ``MerkleLogError/wrongKeyKind(key:)`` if the key is no cosignature key.
    public init(name: String, key: VerifierKey, url: HTTPPrefix) throws(MerkleLogError) {
        guard key.type == .cosignature else { throw .wrongKeyKind(key: key.identity.description) }
        self.name = name
        self.key = key
        self.url = url
    }
}

/// The witnesses to ask, and the quorum: the file `witnesses`, a C2SP tlog-policy.
///
/// Only witnesses with a URL are asked. The `quorum` line may be missing here; then no checkpoint waits for witnesses.
public struct WitnessList: Sendable {
    /// The witnesses to ask, in the order of the file.
    public let witnesses: [Witness]
    /// Which witnesses must have cosigned; nil if the file has no `quorum` line.
    public let quorum: WitnessQuorum?

    /// Reads the file of a ledger; the list is empty if there is no file.
    ///
    /// - Throws: ``PublicationError/badWitness(path:line:reason:)``.
    public init(_ directories: PublicationDirectories) throws(PublicationError) {
        let path = directories.witnesses
        try self.init(Disk().read(path, atMost: TrustPolicy.longest + 1) ?? [], path: path)
    }

    init(_ bytes: [UInt8], path: String) throws(PublicationError) {
        let policy: TrustPolicy
        do throws(MerkleLogError) { policy = try TrustPolicy(bytes: bytes, mayLackQuorum: true) } catch {
            guard case .malformed(_, let line, let expected, let found) = error else {
                throw .badWitness(path: path, line: 1, reason: error.description)
            }
            throw .badWitness(path: path, line: line, reason: "expected \(expected), found \(found)")
        }
        var witnesses: [Witness] = []
        for witness in policy.witnesses {
            guard let text = witness.url else { continue }
            do {
                let url = try HTTPPrefix(text)
                witnesses.append(try Witness(name: witness.name, key: witness.key, url: url))
            } catch let fault as HTTPPrefix.Fault {
                throw .badWitness(path: path, line: witness.line, reason: fault.reason)
            } catch {
                throw .badWitness(path: path, line: witness.line, reason: "\(error)")
            }
        }
        self.witnesses = witnesses
        quorum = WitnessQuorum(policy)
    }

    /// The quorum that new checkpoints wait for.
    ///
    /// - Throws: ``PublicationError/noQuorum(path:)`` if the file has no `quorum` line.
    public func required(_ directories: PublicationDirectories) throws(PublicationError) -> WitnessQuorum {
        guard let quorum else { throw .noQuorum(path: directories.witnesses) }
        return quorum
    }
}
