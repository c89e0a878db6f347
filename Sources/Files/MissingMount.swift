import Glibc

/// What keeps something from being at its path where its disk is not mounted, or something else is.
public enum MissingMount: Hashable, Sendable {
    /// Something is mounted over it.
    case covered(place: String, device: String)
    /// A mount point of fstab(5) above it, or itself, with nothing mounted.
    case listed(place: String)
    /// A mount point that was noted, with nothing mounted; fstab(5) does not have it.
    case noted(NotedMount)

    /// - Parameter noted: Where its file system was mounted; nil where that is not known, or where it was on the machine's root.
    /// - Returns: nil where no mount is known to be missing.
    public init?(_ path: String, noted: NotedMount?) {
        self.init(path, noted: noted, mounts: MountPoint.list() ?? "", table: Self.table() ?? "")
    }

    /// - Parameters:
    ///   - mounts: Lines of proc_pid_mountinfo(5).
    ///   - table: Lines of fstab(5).
    init?(_ path: String, noted: NotedMount?, mounts: String, table: String) {
        // A unit sees its own directories as mounts, which are parts of a file system: they say nothing here.
        let all = MountPoint.all(mounts).filter(\.isWhole)
        let above = all.filter { Self.isAbove($0.place, path) }
        if let top = above.last(where: { $0.place == noted?.place ?? path }) {
            let isStacked = all.count { $0.place == top.place } > 1
            if isStacked || noted?.device != top.device {
                self = .covered(place: top.place, device: top.device)
                return
            }
        }
        if let noted, noted.place != path, let top = above.last(where: { $0.place == path }) {
            self = .covered(place: top.place, device: top.device)
            return
        }
        let mounted = Set(all.map(\.place))
        let listed = Self.places(in: table).filter { Self.isAbove($0, path) && !mounted.contains($0) }
        if let place = listed.max(by: { $0.utf8.count < $1.utf8.count }) {
            self = .listed(place: place)
        } else if let noted, Self.isAbove(noted.place, path), !mounted.contains(noted.place) {
            self = .noted(noted)
        } else {
            return nil
        }
    }

    /// The command that brings it back.
    public var command: String {
        switch self {
        case .covered(let place, _): "umount \(ShellWord.quoted(place))"
        case .listed(let place): "mount \(ShellWord.quoted(place))"
        case .noted(let mount):
            // Of a network or a file system without a disk, the name alone says little.
            "mount \(mount.device.contains("/") ? ShellWord.quoted(mount.device) : "DISK") \(ShellWord.quoted(mount.place))"
        }
    }

    /// What to do, with what it depends on.
    ///
    /// - Parameter missing: As of ``init(_:noted:)``.
    public static func advice(_ missing: MissingMount?) -> String {
        switch missing {
        case .covered(let place, let device)?:
            "if it is hidden by what is mounted at \(place) (\(device)): \(MissingMount.covered(place: place, device: device).command)"
        case let missing?: "if it has a disk of its own: \(missing.command)"
        case nil: "if it has a disk of its own: mount that"
        }
    }

    private static func isAbove(_ place: String, _ path: String) -> Bool {
        place != "/" && (path == place || path.hasPrefix(place + "/"))
    }

    /// The mount points of fstab(5): the second field of each line, which is no comment.
    private static func places(in table: String) -> [String] {
        table.split(separator: "\n").compactMap { line in
            let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard fields.count > 2, !fields[0].hasPrefix("#"), fields[1].hasPrefix("/") else { return nil }
            let place = MountPoint.unescaped(fields[1])
            return place.count > 1 && place.hasSuffix("/") ? String(place.dropLast()) : place
        }
    }

    private static func table() -> String? {
        let descriptor = open("/etc/fstab", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        do throws(SystemFault) {
            return String(decoding: try Descriptor.read(1 << 20, from: descriptor), as: UTF8.self)
        } catch {
            return nil
        }
    }
}
