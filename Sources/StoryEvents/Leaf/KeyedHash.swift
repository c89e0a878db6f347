import Crypto

/// HMAC-SHA-256 under a ledger's secret. The hash state of the secret is computed once for all messages.
///
/// Source: RFC 2104, 4.
public struct KeyedHash: Sendable {
    private let inner, outer: SHA256

    /// Computes the hash state of the secret.
    public init(_ secret: LedgerSecret) {
        let key = secret.bytes + [UInt8](repeating: 0, count: SHA256.blockByteCount - secret.bytes.count)
        inner = Self.started(key.map { $0 ^ 0x36 })
        outer = Self.started(key.map { $0 ^ 0x5C })
    }

    /// Computes the code of a message, 32 bytes.
    ///
    /// - Parameter feed: Feeds the message to the hash, piece by piece.
    public func code(_ feed: (inout SHA256) -> Void) -> [UInt8] {
        var message = inner
        feed(&message)
        var code = outer
        message.finalize().withUnsafeBytes { code.update(bufferPointer: $0) }
        return code.finalize().bytes
    }

    /// The code of a whole message, 32 bytes.
    public func code(of message: [UInt8]) -> [UInt8] { code { $0.update(data: message) } }

    private static func started(_ block: [UInt8]) -> SHA256 {
        var hash = SHA256()
        hash.update(data: block)
        return hash
    }
}

extension SHA256.Digest {
    /// The 32 bytes, copied to an array in one step.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
}
