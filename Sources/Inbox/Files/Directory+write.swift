import Files
import Glibc

extension Directory {
    /// Writes a file so that its name never leads to a part of it. Its bytes may not be durable yet.
    ///
    /// - Parameters:
    ///   - temporary: Its name while it is written; no other process writes to it.
    ///   - mode: Its permissions, independent of the umask.
    ///   - modified: Its modification time, in nanoseconds since 1970, which decides its turn; nil for now.
    ///   - sync: Whether to make its bytes durable before it gets its name.
    func write(
        _ bytes: [UInt8], to name: FileName, by temporary: FileName = FileName(".unfinished.tmp"),
        mode: mode_t = 0o640, modified: Int64? = nil, sync: Bool
    ) throws(FileFault) {
        try remove(temporary)
        try create(temporary, bytes, mode: mode, modified: modified, sync: sync)
        let result = temporary.withCString { from in
            name.withCString { renameat(descriptor, from, descriptor, $0) }
        }
        guard result == 0 else { throw FileFault("write", "\(path)/\(name)") }
    }

    /// Makes a file.
    ///
    /// - Throws: ``FileFault``: `EEXIST` if the name is taken. After any error, no part of the file is left.
    func create(
        _ name: FileName, _ bytes: [UInt8], mode: mode_t, modified: Int64? = nil, sync: Bool
    ) throws(FileFault) {
        let path = "\(self.path)/\(name)"
        try create(name, mode: mode, modified: modified, sync: sync) { file throws(FileFault) in
            try Self.writeAll(bytes, to: file, path: path)
        }
    }

    /// Makes a file.
    ///
    /// - Parameter fill: Writes to its descriptor.
    /// - Throws: ``FileFault``: `EEXIST` if the name is taken. After any error, no part of the file is left.
    func create(
        _ name: FileName, mode: mode_t, modified: Int64? = nil, sync: Bool, fill: (Int32) throws(FileFault) -> Void
    ) throws(FileFault) {
        let path = "\(self.path)/\(name)"
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = uninterrupted { name.withCString { openat(descriptor, $0, flags, mode) } }
        guard file >= 0 else { throw FileFault("write", path) }
        var fault: FileFault?
        do throws(FileFault) {
            guard fchmod(file, mode) == 0 else { throw FileFault("write", path) }
            try fill(file)
            if let modified {
                let time = timespec(
                    tv_sec: Int(modified / 1_000_000_000), tv_nsec: Int(modified % 1_000_000_000))
                guard futimens(file, [time, time]) == 0 else { throw FileFault("write", path) }
            }
            if sync, uninterrupted({ fsync(file) }) != 0 { throw FileFault("sync", path) }
        } catch {
            fault = error
        }
        // Some file systems report only at close that there is no room.
        if close(file) != 0, fault == nil { fault = FileFault("write", path) }
        if let fault {
            // A part of the file is useless, and takes room.
            _ = name.withCString { unlinkat(descriptor, $0, 0) }
            throw fault
        }
    }

    /// Sets the permissions of a file.
    func setMode(_ mode: mode_t, of name: FileName) throws(FileFault) {
        guard name.withCString({ fchmodat(descriptor, $0, mode, 0) }) == 0 else {
            throw FileFault("set the mode of", "\(path)/\(name)")
        }
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32, path: String) throws(FileFault) {
        do throws(SystemFault) { try Descriptor.write(bytes, to: file) } catch {
            throw FileFault("write", path, code: error.code)
        }
    }
}
