import CanonicalJSON

/// An archived file that differs from its receipt.
public struct ArchiveFinding: Hashable, Sendable {
    /// Its path below the ledger's directory.
    public let path: Text
    /// The number of its receipt; nil if it has none.
    public let receipt: Int64?
    /// The difference: found against expected.
    public let what: String
}

extension ArchiveFinding: CustomStringConvertible {
    /// One line: the path and the difference.
    public var description: String { "\(path): \(what)" }

    /// `{place: "archive", path, receipt, what}`.
    public var json: JSON {
        // An unchecked number may be too large for an integer of JSON.
        let number: JSON? = receipt.map {
            $0.magnitude <= JSON.maximumInteger.magnitude ? .integer($0) : .string(Text("\($0)"))
        }
        return ["place": "archive", "path": .string(path), "receipt": number ?? .null, "what": .string(Text(what))]
    }
}
