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

    /// The id of a document that came without one: `hmac-sha256:` and its fingerprint in 64 small hexadecimal digits.
    public static func derivedID(from fingerprint: [UInt8]) -> Text {
        Text("hmac-sha256:" + fingerprint.hexadecimal)
    }
}
