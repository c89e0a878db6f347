/// Which witnesses must have cosigned a checkpoint.
///
/// Source: C2SP tlog-policy, "Defining the quorum" and "Defining a witness group".
public indirect enum Quorum: Hashable, Sendable {
    /// No witness.
    case none
    /// The witness with this key.
    case witness(VerifierKey)
    /// At least `threshold` of the members.
    case group(threshold: Int, members: [Quorum])

    /// Whether cosignatures by these keys meet the quorum.
    public func isMet(by keys: Set<VerifierKey>) -> Bool {
        let (needed, found) = count(keys)
        return found >= needed
    }

    /// How many members the quorum needs, and how many of them these keys satisfy.
    func count(_ keys: Set<VerifierKey>) -> (needed: Int, found: Int) {
        switch self {
        case .none: (0, 0)
        case .witness(let key): (1, keys.contains(key) ? 1 : 0)
        case .group(let threshold, let members): (threshold, members.count { $0.isMet(by: keys) })
        }
    }
}
