import Glibc

/// A small file, read at once.
enum FileBytes {
    /// What the system said.
    struct Failure: Error {
        let reason: String
    }

    /// - Parameter limit: The most bytes to read; the rest stays unread.
    static func read(_ path: String, atMost limit: Int) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(reason: SystemReason.last) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < limit {
            let count = Glibc.read(descriptor, &chunk, min(chunk.count, limit - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(reason: SystemReason.last) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}
