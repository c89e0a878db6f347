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
        case .readOnly, .shut: "\(path) \(reason)"
        case .failing(let code): "the file system of \(path) takes nothing: \(SystemReason.text(code))"
        }
    }

    /// How it is, without a path.
    public var reason: String {
        switch self {
        case .readOnly: "is on a file system that is mounted read-only"
        case .shut(let option): "is on a file system that was shut after an error (\(option))"
        case .failing(let code): "its file system takes nothing: \(SystemReason.text(code))"
        }
    }

    /// What to do about it, with the path of something on the file system.
    public func remedy(of path: String) -> String {
        switch self {
        case .readOnly:
            Self.remedy(ofReadOnly: path)
        case .shut, .failing:
            Self.remedy(ofShut: path)
        }
    }

    private static func remedy(ofReadOnly path: String) -> String {
        let mount = MountPoint.find(path)
        let place = ShellWord.quoted(mount?.place ?? path)
        // The file system itself can be written: a unit sees all but a few directories as read-only.
        if mount?.isWritable == true {
            return "a unit writes only below StateDirectory= and ReadWritePaths=, which a drop-in adds "
                + "(systemctl edit storyledgerd); outside of one: mount -o remount,rw \(place)"
        }
        return "look at the system's log for why, then mount -o remount,rw \(place); a daemon that was started "
            + "meanwhile needs systemctl restart storyledgerd"
    }

    private static func remedy(ofShut path: String) -> String {
        let log = "look at the system's log for why (journalctl -k)"
        guard let mount = MountPoint.find(path), mount.place != "/" else {
            return "\(log); then restart the machine, which checks the file system"
        }
        let (place, device) = (ShellWord.quoted(mount.place), ShellWord.quoted(mount.device))
        return "\(log); then systemctl stop storyledgerd storyledger-site; umount \(place); fsck \(device); "
            + "mount \(place); systemctl start storyledgerd, and storyledger-site where it is used"
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
