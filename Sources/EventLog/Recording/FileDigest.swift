import Crypto
import Synchronization

/// The hash of a file's bytes, made by the thread that asks for it first.
protocol FileDigest: Sendable {
    /// SHA-256 of the bytes.
    var sha256: [UInt8] { get }
}

/// The hash of bytes that are there.
final class BytesDigest: FileDigest {
    private let bytes: [UInt8]
    private let made = Mutex<[UInt8]?>(nil)

    init(of bytes: [UInt8]) {
        self.bytes = bytes
    }

    var sha256: [UInt8] {
        made.withLock { made in
            if let made { return made }
            var hash = SHA256()
            bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
            let sha256 = hash.finalize().bytes
            made = sha256
            return sha256
        }
    }
}
