import Files
import Glibc

/// Reads a small file whole.
enum SmallFile {
    /// The system's error.
    struct Failure: Error {
        let code: Int32

        /// In the system's words.
        var reason: String { SystemReason.text(code) }

        /// Whether the error may pass, such as an I/O error or a lack of memory; a missing file or permission does not.
        var mayPass: Bool {
            ![ENOENT, ENOTDIR, EISDIR, EACCES, EPERM, ELOOP, ENAMETOOLONG, EINVAL].contains(code)
        }
    }

    /// - Parameter limit: The most bytes to read; the rest stays unread.
    static func read(_ path: String, atMost limit: Int) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < limit {
            let count = uninterrupted { Glibc.read(descriptor, &chunk, min(chunk.count, limit - bytes.count)) }
            guard count >= 0 else { throw Failure(code: errno) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}
