import CanonicalJSON

/// A secret of one ledger's own, never published. It turns content into ids that nobody else can guess.
public struct LedgerSecret: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// Keeps a secret.
    ///
    /// - Returns: nil when there are not 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// HMAC-SHA-256 of a document's canonical content: 32 bytes, the same for the same content in the same ledger.
    ///
    /// Source: RFC 2104.
    public func fingerprint(of content: [UInt8]) -> [UInt8] { KeyedHash(self).code(of: content) }

    private static let derivedPrefix = "hmac-sha256:"

    /// The id of a document that came without one: `hmac-sha256:` and its fingerprint in 64 small hexadecimal digits.
    public static func derivedID(from fingerprint: [UInt8]) -> Text {
        Text(derivedPrefix + fingerprint.hexadecimal)
    }

    /// Whether an id has the form of a derived one. Such an id is unique in the ledger, not only in its source.
    public static func isDerived(_ id: Text) -> Bool {
        let digits = derivedPrefix.utf8.count
        return id.utf8.count == digits + 64 && id.utf8.starts(with: derivedPrefix.utf8)
            && id.utf8.dropFirst(digits).allSatisfy { byte in
                byte.isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }
}
