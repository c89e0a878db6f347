import CanonicalJSON

/// A ledger's secret, never published. It derives ids from content that others cannot guess.
public struct LedgerSecret: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// Creates a secret.
    ///
    /// - Returns: nil when there are not exactly 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// The HMAC-SHA-256 of a document's canonical content: 32 bytes, the same for equal content in one ledger.
    ///
    /// Source: RFC 2104.
    public func fingerprint(of content: [UInt8]) -> [UInt8] { KeyedHash(self).code(of: content) }

    private static let derivedPrefix = "hmac-sha256:"

    /// The id of a document without one: `hmac-sha256:` and its fingerprint in 64 lower-case hexadecimal digits.
    public static func derivedID(from fingerprint: [UInt8]) -> Text {
        Text(derivedPrefix + fingerprint.hexadecimal)
    }

    /// Whether an id has the form of a derived one. A derived id is unique in the ledger, not only in its source.
    public static func isDerived(_ id: Text) -> Bool {
        let digits = derivedPrefix.utf8.count
        return id.utf8.count == digits + 64 && id.utf8.starts(with: derivedPrefix.utf8)
            && id.utf8.dropFirst(digits).allSatisfy { byte in
                byte.isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }
}
