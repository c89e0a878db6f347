import Glibc

extension Directory {
    /// Writes a file so that its name never leads to half of it. Its bytes may not be durable yet.
    ///
    /// - Parameters:
    ///   - temporary: Its name before, which no other process writes to.
    ///   - sync: Whether to make its bytes durable before they get their name.
    func write(
        _ bytes: [UInt8], to name: FileName, by temporary: FileName = FileName(".unfinished.tmp"), sync: Bool
    ) throws(FileFault) {
        let path = "\(self.path)/\(name)"
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC
        let file = uninterrupted { temporary.withCString { openat(descriptor, $0, flags, 0o640) } }
        guard file >= 0 else { throw FileFault("write", path) }
        var fault: FileFault?
        do throws(FileFault) {
            try Self.writeAll(bytes, to: file, path: path)
            if sync, uninterrupted({ fsync(file) }) != 0 { throw FileFault("sync", path) }
        } catch {
            fault = error
        }
        // Some file systems tell only now that there is no room.
        if close(file) != 0, fault == nil { fault = FileFault("write", path) }
        if let fault {
            // Half of it is of no use, and takes room that may be short.
            _ = temporary.withCString { unlinkat(descriptor, $0, 0) }
            throw fault
        }
        let result = temporary.withCString { from in
            name.withCString { renameat(descriptor, from, descriptor, $0) }
        }
        guard result == 0 else { throw FileFault("write", path) }
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32, path: String) throws(FileFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileFault("write", path)
            }
            rest = rest.dropFirst(count)
        }
    }
}
