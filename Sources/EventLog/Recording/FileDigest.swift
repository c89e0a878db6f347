import Crypto
import Synchronization

/// The hash of a file's bytes: made by the thread that reads the file as far as it has read, so that nobody has to wait
/// for it at the end; else by whoever asks for it first.
protocol FileDigest: Sendable {
    /// SHA-256 of the bytes.
    var sha256: [UInt8] { get }

    /// Hashes the bytes before an offset that were not hashed yet.
    func hash(to end: Int)
}

/// The hash of bytes that are there.
final class BytesDigest: FileDigest {
    private let bytes: [UInt8]
    private let progress = Mutex(Progress())

    private struct Progress {
        var hash = SHA256()
        /// Bytes hashed.
        var count = 0
        var sha256: [UInt8]?
    }

    init(of bytes: [UInt8]) {
        self.bytes = bytes
    }

    func hash(to end: Int) {
        progress.withLock { hash(to: end, &$0) }
    }

    var sha256: [UInt8] {
        progress.withLock { progress in
            if let sha256 = progress.sha256 { return sha256 }
            hash(to: bytes.count, &progress)
            let sha256 = progress.hash.finalize().bytes
            progress.sha256 = sha256
            return sha256
        }
    }

    private func hash(to end: Int, _ progress: inout Progress) {
        guard end > progress.count else { return }
        bytes.withUnsafeBytes { bytes in
            progress.hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[progress.count..<end]))
        }
        progress.count = end
    }
}
