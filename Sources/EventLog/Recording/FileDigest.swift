import Crypto
import Synchronization

/// The hash of a file's bytes, made once by whoever asks for it first: the thread that reads the file, where there is one.
final class FileDigest: Sendable {
    private let bytes: [UInt8]
    private let made = Mutex<[UInt8]?>(nil)

    init(of bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// SHA-256 of the bytes.
    var sha256: [UInt8] {
        made.withLock { made in
            if let made { return made }
            let sha256 = SHA256.hash(data: bytes).bytes
            made = sha256
            return sha256
        }
    }
}
