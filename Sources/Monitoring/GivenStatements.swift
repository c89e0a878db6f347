import MerkleLog

/// A file of statements that a reader keeps of a log, against which the whole log is held.
///
/// What it tells counts also where the log no longer says it: a log whose history was given up, or whose key has ended, has nothing
/// to say of that itself where its keeper, or another person, goes on with an older copy of it.
public struct GivenStatements: Sendable {
    /// The statements, in order.
    public let entries: [StatementFile.Entry]

    /// Creates what was given; none for no file.
    public init(_ entries: [StatementFile.Entry]) { self.entries = entries }

    /// What speaks against a log, one line each.
    ///
    /// - Parameters:
    ///   - checkpoint: The log's newest one.
    ///   - signers: The log's keys that signed it.
    ///   - own: What the log itself says of its keys and names.
    ///   - isGivenUpKnown: Whether it is said elsewhere that the log was given up.
    public func findings(
        against checkpoint: Checkpoint, signedBy signers: [VerifierKey], saying own: [StatementFile.Entry],
        isGivenUpKnown: Bool = false
    ) -> [String] {
        guard !entries.isEmpty, !signers.isEmpty else { return [] }
        var lines: [String] = []
        let said = entries.map(\.statement)
        if !isGivenUpKnown, let what = said.givenUp(checkpoint.origin, for: signers, "the given statements say") {
            lines.append(what)
        }
        if let what = StatementCheck(entries, connectedTo: signers).ended(checkpoint.size, signedBy: signers) {
            lines.append(what)
        }
        let connected = TrustedKeys.connected(signers, by: said + own.map(\.statement))
        for entry in entries where UInt64(clamping: entry.position) < checkpoint.size {
            let statement = entry.statement
            let isOfThis =
                switch statement.kind {
                case .rekeyed: connected.contains(statement.old) && statement.old.isNamed(checkpoint.origin)
                case .forked: connected.contains(statement.new) && statement.new.isNamed(checkpoint.origin)
                }
            guard isOfThis, !own.contains(where: { $0.position == entry.position && $0.statement == statement }) else {
                continue
            }
            lines.append(
                "the given statements tell of a change of the log at @\(entry.position), which it does not have there")
        }
        return lines
    }
}

extension VerifierKey {
    fileprivate func isNamed(_ origin: String) -> Bool { identity.name.bytes.elementsEqual(origin.utf8) }
}
