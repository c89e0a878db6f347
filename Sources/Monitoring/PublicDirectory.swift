import Files
import Glibc

/// The public files of a log in a directory of this machine.
public struct PublicDirectory: PublicFiles, Sendable {
    private let path: String

    /// - Parameter path: The directory with `checkpoint` and `tile`.
    public init(_ path: String) { self.path = path }

    /// Reads a file, as ``PublicFiles`` requires.
    public func read(_ name: String, atMost limit: Int) throws(PublicFilesFault) -> [UInt8]? {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw PublicFilesFault("\(file): \(SystemReason.last)")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw PublicFilesFault("\(file): it is no regular file")
        }
        var bytes: [UInt8] = []
        var isAtEnd = false
        while !isAtEnd, bytes.count <= limit {
            let room = min(limit + 1 - bytes.count, max(1 << 12, Int(status.st_size) - bytes.count + 1))
            let chunk: [UInt8]
            do throws(SystemFault) { chunk = try Descriptor.readSome(atMost: room, from: descriptor) } catch {
                throw PublicFilesFault("\(file): \(error.reason)")
            }
            isAtEnd = chunk.isEmpty
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
        }
        return bytes
    }
}
