import Crypto
import StoryEvents

/// Tells documents apart by their content, under a ledger's secret, which is hashed in once for all of them.
///
/// Source: RFC 2104, 4.
struct Fingerprints: Sendable {
    private let inner, outer: SHA256

    init(_ secret: LedgerSecret) {
        let padding = [UInt8](repeating: 0, count: SHA256.blockByteCount - secret.bytes.count)
        inner = Self.started((secret.bytes + padding).map { $0 ^ 0x36 })
        outer = Self.started((secret.bytes + padding).map { $0 ^ 0x5C })
    }

    /// The same as ``LedgerSecret/fingerprint(of:)`` of a document's canonical content, whose data was written already.
    func fingerprint(of document: EventDocument, data: [UInt8]) -> [UInt8] {
        var content = inner
        content.update(data: EventDocument.contentStart)
        content.update(data: data)
        content.update(data: document.contentEnd)
        var code = outer
        code.update(data: Array(content.finalize()))
        return Array(code.finalize())
    }

    private static func started(_ block: [UInt8]) -> SHA256 {
        var hash = SHA256()
        hash.update(data: block)
        return hash
    }
}
