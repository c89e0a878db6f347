import Crypto
import Files
import Glibc

/// A file that is written in order.
final class OutputBytes {
    private let path: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    /// - Parameter path: It is made, with mode 0640, or overwritten.
    init(_ path: String) throws(BackupError) {
        self.path = path
        descriptor = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw .system(action: "write", path: path, code: errno) }
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    func write(_ bytes: [UInt8]) throws(BackupError) {
        buffer += bytes
        if buffer.count >= 1 << 16 { try flush() }
    }

    /// Writes what is left. ``BackupDirectory/sync()`` makes it durable, with all other files.
    func close() throws(BackupError) {
        try flush()
        let file = descriptor
        descriptor = -1
        guard Glibc.close(file) == 0 else { throw .system(action: "write", path: path, code: errno) }
    }

    private func flush() throws(BackupError) {
        try FileBytes.write(buffer[...], to: descriptor, path)
        buffer.removeAll(keepingCapacity: true)
    }
}

/// A file that is read line by line.
final class InputBytes {
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var start = 0

    /// - Returns: nil if there is no such file.
    init?(_ path: String) throws(BackupError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(action: "read", path: path, code: errno)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Whether nothing follows what was read.
    func isAtEnd() throws(BackupError) -> Bool {
        guard start == buffer.count else { return false }
        guard let more = try FileBytes.read(descriptor, path, atMost: 1) else { return true }
        buffer += more
        return false
    }

    /// The next line, without its line feed; nil at the end. A last line without a line feed counts as cut off: nil.
    func line() throws(BackupError) -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            guard let more = try FileBytes.read(descriptor, path, atMost: 1 << 16) else { return nil }
            buffer += more
        }
    }
}

/// Reading, writing and copying.
enum FileBytes {
    /// Reads a part of a file; nil at its end.
    static func read(_ descriptor: Int32, _ path: String, atMost limit: Int) throws(BackupError) -> [UInt8]? {
        do throws(SystemFault) {
            let bytes = try Descriptor.readSome(atMost: limit, from: descriptor)
            return bytes.isEmpty ? nil : bytes
        } catch {
            throw .system(action: "read", path: path, code: error.code)
        }
    }

    static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, _ path: String) throws(BackupError) {
        do throws(SystemFault) { try Descriptor.write(bytes, to: descriptor) } catch {
            throw .system(action: "write", path: path, code: error.code)
        }
    }

    /// Reads a whole small file; nil if there is none.
    static func small(_ path: String) throws(BackupError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(action: "read", path: path, code: errno)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while let more = try read(descriptor, path, atMost: 1 << 16) { bytes += more }
        return bytes
    }

    /// The SHA-256 and the length of a file; nil if there is none.
    static func digest(_ path: [UInt8]) throws(BackupError) -> (sha256: [UInt8], bytes: Int64)? {
        let descriptor = FileTree.withPath(path) { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ELOOP { return nil }
            throw .system(action: "read", path: FileTree.text(path), code: errno)
        }
        defer { close(descriptor) }
        var (digest, count) = (SHA256(), Int64(0))
        while let bytes = try read(descriptor, FileTree.text(path), atMost: 1 << 18) {
            digest.update(data: bytes)
            count += Int64(bytes.count)
        }
        return (Array(digest.finalize()), count)
    }

    /// The name of a copy that is not finished, in the directory of the copy. It is short: a name with something added may
    /// be longer than a file system takes. No file of a producer begins with a dot.
    static let draft = Array(".storyledger-copying".utf8)

    /// Copies a file under a temporary name, with its time and permissions, and then renames it. It is not synced.
    ///
    /// - Returns: What was copied; nil if there is no such file.
    static func copy(_ source: [UInt8], to destination: [UInt8]) throws(BackupError) -> (sha256: [UInt8], bytes: Int64)?
    {
        let name = FileTree.text(source)
        let input = FileTree.withPath(source) { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
        guard input >= 0 else {
            if errno == ENOENT || errno == ELOOP { return nil }
            throw .system(action: "read", path: name, code: errno)
        }
        defer { close(input) }
        var status = stat()
        guard fstat(input, &status) == 0 else { throw .system(action: "read", path: name, code: errno) }
        let directory = destination.lastIndex(of: UInt8(ascii: "/")).map { Array(destination[...$0]) } ?? []
        let (draft, target) = (directory + draft, FileTree.text(destination))
        guard FileTree.withPath(draft, { unlink($0) }) == 0 || errno == ENOENT else {
            throw .system(action: "write", path: target, code: errno)
        }
        let output = FileTree.withPath(draft) { open($0, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600) }
        guard output >= 0 else { throw .system(action: "write", path: target, code: errno) }
        defer { close(output) }
        var (digest, count) = (SHA256(), Int64(0))
        while let bytes = try read(input, name, atMost: 1 << 18) {
            digest.update(data: bytes)
            count += Int64(bytes.count)
            try write(bytes[...], to: output, target)
        }
        var times = [status.st_atim, status.st_mtim]
        guard fchmod(output, status.st_mode & 0o777) == 0, futimens(output, &times) == 0,
            FileTree.withPath(draft, { from in FileTree.withPath(destination) { rename(from, $0) } }) == 0
        else { throw .system(action: "write", path: target, code: errno) }
        return (Array(digest.finalize()), count)
    }

    /// Makes a directory and those above it, below a root that exists, with mode 0750.
    static func makeDirectories(_ path: [UInt8], below root: String) throws(BackupError) {
        var made = [UInt8](root.utf8)
        for name in path.split(separator: UInt8(ascii: "/")) {
            made += [UInt8(ascii: "/")] + name
            guard FileTree.withPath(made, { mkdir($0, 0o750) }) == 0 || errno == EEXIST else {
                throw .system(action: "make", path: FileTree.text(made), code: errno)
            }
        }
    }
}
