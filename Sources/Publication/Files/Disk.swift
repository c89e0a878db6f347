import Files
import EventLog
import Glibc

/// The file system, as publication changes it. A test can observe each step, and end the run there.
struct Disk: Sendable {
    /// One change.
    enum Step: Hashable, Sendable {
        case makeDirectory(String)
        case write(String)
        case syncFile(String)
        case rename(String, to: String)
        case syncDirectory(String)
        case remove(String)
        case removeDirectory(String)
    }

    /// Called before each change. Throwing has the effect of a kill at that point.
    var before: @Sendable (Step) throws(PublicationError) -> Void = { _ throws(PublicationError) in }

    /// Reads a whole file.
    ///
    /// - Parameter limit: The most bytes to read; a longer file is cut off.
    /// - Returns: nil if there is no file.
    func read(_ path: String, atMost limit: Int) throws(PublicationError) -> [UInt8]? {
        let descriptor = uninterrupted { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(action: "read", path: path, code: errno)
        }
        defer { close(descriptor) }
        return try read(descriptor, path, atMost: limit)
    }

    /// Reads the rest of an open file.
    func read(_ descriptor: Int32, _ path: String, atMost limit: Int) throws(PublicationError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit, 1 << 16))
        while bytes.count < limit {
            let count = uninterrupted { Glibc.read(descriptor, &chunk, min(chunk.count, limit - bytes.count)) }
            guard count >= 0 else { throw .system(action: "read", path: path, code: errno) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// Whether the name exists.
    func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Makes a directory that everybody may list, if it is missing.
    ///
    /// - Returns: Whether it is new. Its name is durable only after its parent directory was synced.
    @discardableResult
    func makeDirectory(_ path: String) throws(PublicationError) -> Bool {
        guard !exists(path) else { return false }
        try before(.makeDirectory(path))
        // Independent of the umask: a web server is another user.
        guard LedgerFile.makeDirectory(path, mode: 0o755) else {
            throw .system(action: "make", path: path, code: errno)
        }
        return true
    }

    /// Writes a file so that its name never leads to a part of its bytes. The bytes are durable on return; the name is
    /// durable once its directory is synced.
    ///
    /// - Parameters:
    ///   - temporary: A name on the same file system that no other process writes to.
    ///   - mode: Its permissions, independent of the umask.
    func write(
        _ bytes: [UInt8], to path: String, by temporary: String, mode: mode_t = 0o644
    ) throws(PublicationError) {
        try before(.write(temporary))
        // A new file, with the mode of a secret: nobody may read it before it has its final mode.
        guard unlink(temporary) == 0 || errno == ENOENT else {
            throw .system(action: "remove", path: temporary, code: errno)
        }
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = uninterrupted { open(temporary, flags, 0o600) }
        guard descriptor >= 0 else { throw .system(action: "write", path: temporary, code: errno) }
        var fault: PublicationError?
        do throws(PublicationError) {
            try write(bytes, to: descriptor, temporary)
            guard LedgerFile.settle(descriptor, temporary, mode: mode) else {
                throw .system(action: "write", path: temporary, code: errno)
            }
            try before(.syncFile(temporary))
            guard Self.isSynced(descriptor) else {
                throw .system(action: "sync", path: temporary, code: errno)
            }
        } catch { fault = error }
        // Some file systems report only at close that there is no room.
        if close(descriptor) != 0, fault == nil { fault = .system(action: "write", path: temporary, code: errno) }
        if let fault { throw fault }
        try rename(temporary, to: path)
    }

    /// Renames a file or directory.
    func rename(_ path: String, to newPath: String) throws(PublicationError) {
        try before(.rename(path, to: newPath))
        guard Glibc.rename(path, newPath) == 0 else {
            let code = errno
            // The right that is missing is one to the directory that gets the name.
            let directory = String(newPath[..<(newPath.lastIndex(of: "/") ?? newPath.startIndex)])
            if code == EACCES, access(directory, W_OK | X_OK) != 0 {
                throw .system(action: "write to", path: directory, code: code)
            }
            throw .system(action: "rename", path: path, code: code)
        }
    }

    /// Makes the names in a directory durable.
    func syncDirectory(_ path: String) throws(PublicationError) {
        try before(.syncDirectory(path))
        do throws(SystemFault) { try DirectoryNames.sync(path) } catch {
            throw .system(action: "sync", path: path, code: error.code)
        }
    }

    private static func isSynced(_ descriptor: Int32) -> Bool { uninterrupted { fsync(descriptor) } == 0 }

    /// Removes a file, if it exists.
    func remove(_ path: String) throws(PublicationError) {
        guard exists(path) else { return }
        try before(.remove(path))
        guard unlink(path) == 0 || errno == ENOENT else { throw .system(action: "remove", path: path, code: errno) }
    }

    /// The names in a directory; none if it does not exist.
    func list(_ path: String) throws(PublicationError) -> [(name: String, isDirectory: Bool)] {
        do throws(SystemFault) {
            return try DirectoryEntry.list(path).map { (String(decoding: $0.name, as: UTF8.self), $0.isDirectory) }
        } catch {
            if error.code == ENOENT { return [] }
            throw .system(action: "list", path: path, code: error.code)
        }
    }

    /// Removes a directory that holds only files, if it exists.
    func removeDirectory(_ path: String) throws(PublicationError) {
        guard exists(path) else { return }
        for (name, _) in try list(path) { try remove("\(path)/\(name)") }
        try before(.removeDirectory(path))
        guard rmdir(path) == 0 else { throw .system(action: "remove", path: path, code: errno) }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(PublicationError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = uninterrupted {
                rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            }
            guard count >= 0 else { throw .system(action: "write", path: path, code: errno) }
            rest = rest.dropFirst(count)
        }
    }
}
