import Files
import Glibc

/// Makes the files of a ledger. Their mode does not depend on the umask, and their owner and group are those of the
/// directory, also where root makes them.
public enum LedgerFile {
    /// Opens a file for reading and writing, and makes it where there is none.
    ///
    /// - Parameter mode: The mode of a file that is made here.
    /// - Returns: A descriptor; -1, with errno, where the file cannot be opened or made.
    public static func open(_ path: String, mode: mode_t = 0o640) -> Int32 {
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW
        while true {
            let found = Glibc.open(path, flags)
            guard found < 0, errno == ENOENT else { return found }
            let made = Glibc.open(path, flags | O_CREAT | O_EXCL, 0o600)
            if made < 0, errno == EEXIST { continue }
            guard made >= 0, !settle(made, path, mode: mode) else { return made }
            let reason = errno
            close(made)
            errno = reason
            return -1
        }
    }

    /// Opens a file that is only there to be locked, and makes it where there is none.
    ///
    /// Its mode is 0600: flock(2) asks for no right to write, so that a process that could read it could hold it for ever. Where a
    /// file that is there has another mode, its owner or root changes that.
    ///
    /// - Returns: A descriptor; -1, with errno, where the file cannot be opened or made.
    public static func openLock(_ path: String) -> Int32 {
        let descriptor = open(path, mode: 0o600)
        var file = stat()
        guard descriptor >= 0, fstat(descriptor, &file) == 0, file.st_mode & 0o7777 != 0o600 else { return descriptor }
        // Another user's lock works as it is.
        _ = fchmod(descriptor, 0o600)
        return descriptor
    }

    /// Makes a directory; does nothing where there is one.
    ///
    /// - Returns: False, with errno, where it cannot be made.
    public static func makeDirectory(_ path: String, mode: mode_t = 0o750) -> Bool {
        guard mkdir(path, 0o700) == 0 else { return errno == EEXIST }
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return settle(descriptor, path, mode: mode)
    }

    /// Gives a file that this process has just made its mode, and the owner and the group of its directory.
    ///
    /// Only root can give a file away. Others give it the group, where they are in it.
    ///
    /// - Returns: False, with errno, where the system refuses.
    public static func settle(_ descriptor: Int32, _ path: String, mode: mode_t = 0o640) -> Bool {
        var (directory, file) = (stat(), stat())
        guard stat(Self.directory(of: path), &directory) == 0, fstat(descriptor, &file) == 0 else { return false }
        let isRoot = geteuid() == 0
        let owner = isRoot ? directory.st_uid : file.st_uid
        if owner != file.st_uid || directory.st_gid != file.st_gid {
            guard fchown(descriptor, owner, directory.st_gid) == 0 || (!isRoot && errno == EPERM) else { return false }
        }
        // Last: chown takes set-user-id and set-group-id away.
        return fchmod(descriptor, mode) == 0
    }

    /// The directory that a path names something in.
    package static func directory(of path: String) -> String { DirectoryNames.directory(of: path) }
}
