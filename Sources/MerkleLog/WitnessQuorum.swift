/// Witnesses, and which of them must have cosigned a checkpoint.
public struct WitnessQuorum: Hashable, Sendable {
    /// The keys of the witnesses.
    public let witnesses: [VerifierKey]
    /// Which of them must have cosigned.
    public let quorum: Quorum

    /// Witnesses and the quorum over them.
    public init(witnesses: [VerifierKey], quorum: Quorum) {
        self.witnesses = witnesses
        self.quorum = quorum
    }

    /// The quorum of a policy file; nil if the file has none.
    public init?(_ policy: TrustPolicy) {
        guard let quorum = policy.quorum else { return nil }
        self.init(witnesses: policy.witnesses.map(\.key), quorum: quorum)
    }

    /// Whether a note has the required cosignatures. An invalid cosignature does not count.
    public func isMet(by note: SignedNote) -> Bool {
        let keys = witnesses.filter { key in
            do throws(MerkleLogError) { return try !note.verified(by: [key]).signatures.isEmpty } catch { return false }
        }
        return quorum.isMet(by: Set(keys))
    }
}
