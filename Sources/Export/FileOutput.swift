import Crypto
import Files
import Glibc

/// A new file that is written from its beginning, in large pieces.
final class FileOutput {
    let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var hash = SHA256()
    private(set) var count: Int64 = 0
    private static let pieceLength = 1 << 16

    /// - Throws: ``ExportError/system(path:action:code:)`` where it cannot be created, and where it is there already.
    init(_ path: String) throws(ExportError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system(path: path, action: "create", code: errno) }
    }

    deinit { Glibc.close(descriptor) }

    func write(_ bytes: some Collection<UInt8>) throws(ExportError) {
        buffer += bytes
        if buffer.count >= Self.pieceLength { try flush() }
    }

    /// Writes what is left.
    ///
    /// - Returns: The file's SHA-256.
    func finish() throws(ExportError) -> [UInt8] {
        try flush()
        return Array(hash.finalize())
    }

    private func flush() throws(ExportError) {
        do throws(SystemFault) { try Descriptor.write(buffer, to: descriptor) } catch {
            throw .system(path: path, action: "write", code: error.code)
        }
        hash.update(data: buffer)
        count += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }
}
