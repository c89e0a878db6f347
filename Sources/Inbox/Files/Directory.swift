import Files
import CLinux
import Glibc

/// An open directory. Everything in it is reached through its descriptor, so that no link can lead elsewhere.
final class Directory {
    let descriptor: Int32
    /// For messages only.
    let path: String

    /// One entry of a directory.
    struct Entry {
        let name: FileName
        let inode: UInt64
        let kind: FileKind
    }

    private init(descriptor: Int32, path: String) throws(FileFault) {
        guard descriptor >= 0 else { throw FileFault("open", path) }
        self.descriptor = descriptor
        self.path = path
    }

    /// Opens a directory by its path, which may contain links.
    convenience init(path: String) throws(FileFault) {
        try self.init(descriptor: uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }, path: path)
    }

    /// Opens a directory by its path, making it first if it is missing.
    convenience init(making path: String) throws(FileFault) {
        if mkdir(path, 0o750) != 0, errno != EEXIST { throw FileFault("make", path) }
        try self.init(path: path)
    }

    /// Opens a directory in another one, following no link.
    convenience init(_ name: FileName, in parent: Directory) throws(FileFault) {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW
        try self.init(
            descriptor: uninterrupted { name.withCString { openat(parent.descriptor, $0, flags) } },
            path: "\(parent.path)/\(name)")
    }

    deinit { close(descriptor) }

    /// The attributes of the directory itself.
    func facts() throws(FileFault) -> FileFacts {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault("look at", path) }
        return FileFacts(status)
    }

    /// The attributes of a name, without following a link; nil if there is no such name.
    func facts(of name: FileName) throws(FileFault) -> FileFacts? {
        var status = stat()
        guard name.withCString({ fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }) != 0 else {
            return FileFacts(status)
        }
        if errno == ENOENT { return nil }
        throw FileFault("look at", "\(path)/\(name)")
    }

    /// Calls `body` with every name in the directory, in no order.
    func forEachEntry(_ body: (Entry) -> Void) throws(FileFault) {
        let listing = try DirectoryListing(self)
        while let entry = try listing.next() { body(entry) }
    }
}

extension Directory {
    /// Renames within the file system, never over an existing name.
    ///
    /// - Throws: ``FileFault``: `EEXIST` if the new name is taken, `EXDEV` from one mount to another.
    func move(_ name: FileName, to other: Directory, as newName: FileName) throws(FileFault) {
        let result = name.withCString { from in
            newName.withCString { to in
                uninterrupted { clinux_rename_noreplace(descriptor, from, other.descriptor, to) }
            }
        }
        guard result == 0 else { throw FileFault("move", "\(path)/\(name)") }
    }

    /// Removes a name that is not a directory.
    func remove(_ name: FileName) throws(FileFault) {
        guard name.withCString({ unlinkat(descriptor, $0, 0) }) == 0 || errno == ENOENT else {
            throw FileFault("remove", "\(path)/\(name)")
        }
    }

    /// Removes an empty directory.
    ///
    /// - Returns: Whether it is gone.
    func removeDirectory(_ name: FileName) -> Bool {
        name.withCString { unlinkat(descriptor, $0, AT_REMOVEDIR) } == 0 || errno == ENOENT
    }

    /// Opens a directory in this one, making it first if it is missing.
    func opened(_ name: FileName) throws(FileFault) -> Directory {
        if name.withCString({ mkdirat(descriptor, $0, 0o750) }) == 0 {
            // Independent of the umask.
            guard name.withCString({ fchmodat(descriptor, $0, 0o750, 0) }) == 0 else {
                throw FileFault("make", "\(path)/\(name)")
            }
            try sync()
        } else if errno != EEXIST {
            throw FileFault("make", "\(path)/\(name)")
        }
        return try Directory(name, in: self)
    }

    /// Makes names that were renamed or made here durable.
    func sync() throws(FileFault) {
        guard uninterrupted({ fsync(descriptor) }) == 0 else { throw FileFault("sync", path) }
    }

    /// Makes everything on the directory's file system durable, file contents too.
    func syncFileSystem() throws(FileFault) {
        guard clinux_sync_file_system(descriptor) == 0 else { throw FileFault("sync", path) }
    }

    /// Checks that this process may remove other users' files from here.
    func checkFilesCanLeave() throws(FileFault) {
        let action = "move files out of"
        guard faccessat(descriptor, ".", W_OK | X_OK, 0) == 0 else { throw FileFault(action, path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault("look at", path) }
        // In a sticky directory only the owner of the directory or of a file can remove the file.
        guard status.st_mode & S_ISVTX == 0 || status.st_uid == geteuid() || geteuid() == 0 else {
            throw FileFault(action, path, code: EPERM, because: "its sticky bit is set")
        }
    }

    /// Reads the target of a symbolic link.
    func target(ofLink name: FileName) throws(FileFault) -> FileName {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = name.withCString { name in
            bytes.withUnsafeMutableBytes { readlinkat(descriptor, name, $0.baseAddress!, $0.count) }
        }
        guard count >= 0 else { throw FileFault("read", "\(path)/\(name)") }
        return FileName(bytes.prefix(count))
    }

    /// Checks that files can be renamed from here into another directory, without touching any.
    func probeMove(to other: Directory) throws(FileFault) {
        // The system compares mounts before it looks up the name.
        let name = FileName(".storyledger-is-never-there")
        do { try move(name, to: other, as: name) } catch let error where error.code != ENOENT { throw error } catch {}
    }
}
