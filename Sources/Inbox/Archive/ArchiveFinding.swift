import CanonicalJSON

/// One archived file that is not as its receipt says.
public struct ArchiveFinding: Hashable, Sendable {
    /// Its path below the ledger's directory.
    public let path: Text
    /// The number of its receipt; nil where there is none.
    public let receipt: Int64?
    /// What differs: found against expected.
    public let what: String
}

extension ArchiveFinding: CustomStringConvertible {
    /// One line: the path, and what differs.
    public var description: String { "\(path): \(what)" }

    /// `{place: "archive", path, receipt, what}`.
    public var json: JSON {
        // A number that nobody has checked may be beyond what JSON's integers hold.
        let number: JSON? = receipt.map {
            $0.magnitude <= JSON.maximumInteger.magnitude ? .integer($0) : .string(Text("\($0)"))
        }
        return ["place": "archive", "path": .string(path), "receipt": number ?? .null, "what": .string(Text(what))]
    }
}
