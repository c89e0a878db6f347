import Glibc

/// Why a file system takes nothing that is written.
public enum WriteRefusal: Hashable, Sendable {
    /// It is mounted read-only.
    case readOnly
    /// The kernel has shut it after an error, and calls that by this option. Its mount still says that it can be written.
    case shut(option: String)
    /// It refuses with this error number.
    case failing(code: Int32)

    /// How it is, with the path of something on the file system.
    public func message(of path: String) -> String {
        switch self {
        case .readOnly: "\(path) is on a file system that is mounted read-only"
        case .shut(let option): "\(path) is on a file system that was shut after an error (\(option))"
        case .failing(let code): "the file system of \(path) takes nothing: \(SystemReason.text(code))"
        }
    }

    /// What to do about it, with the path of something on the file system.
    public func remedy(of path: String) -> String {
        switch self {
        case .readOnly:
            "look at the system's log for why, then mount -o remount,rw \(MountPoint.of(path) ?? path); a daemon that was started "
                + "meanwhile needs systemctl restart storyledgerd"
        case .shut, .failing:
            "look at the system's log for why; then stop the daemon, unmount the file system, check it with fsck, and mount it again"
        }
    }

    /// The options by which ext4 and others say that they were shut. Source: fs/ext4/super.c, `_ext4_show_options`.
    private static let options: Set<Substring> = ["emergency_ro", "shutdown"]

    /// Reads the options of the file system that a path is on.
    ///
    /// - Returns: nil where it was not shut, or where the system does not say.
    public init?(ofFileSystemWith path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        guard let mounts = MountPoint.list() else { return nil }
        self.init(mounts: mounts, device: facts.st_dev)
    }

    /// - Parameter mounts: Lines of proc_pid_mountinfo(5): the device is the third field, the file system's own options are the last.
    init?(mounts: String, device: dev_t) {
        let number = MountPoint.number(of: device)
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 3, fields[2] == number, let options = fields.last else { continue }
            let found = options.split(separator: ",").first { Self.options.contains($0) }
            guard let found else { return nil }
            self = .shut(option: String(found))
            return
        }
        return nil
    }
}
