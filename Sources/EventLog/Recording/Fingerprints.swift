import Crypto
import StoryEvents

/// Tells documents apart by their content, under a ledger's secret, which is made ready once.
struct Fingerprints {
    private let keyed: HMAC<SHA256>

    init(_ secret: LedgerSecret) {
        keyed = HMAC<SHA256>(key: SymmetricKey(data: secret.bytes))
    }

    /// The same as ``LedgerSecret/fingerprint(of:)``.
    func fingerprint(of content: [UInt8]) -> [UInt8] {
        var code = keyed
        code.update(data: content)
        return Array(code.finalize())
    }
}
