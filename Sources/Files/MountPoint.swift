import Glibc

/// Where a file system is mounted, as proc_pid_mountinfo(5) lists it.
struct MountPoint: Hashable {
    let place: String
    /// What is mounted, such as `/dev/sda1`.
    let device: String
    /// Whether the root of the file system is mounted there, and not a part of it.
    let isWhole: Bool
    /// Whether the file system itself can be written, whatever this mount of it says.
    let isWritable: Bool

    /// The mount point of the file system that a path is on.
    ///
    /// - Returns: nil where the system does not say.
    static func find(_ path: String) -> MountPoint? {
        var facts = stat()
        guard stat(path, &facts) == 0, let mounts = list(), let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return find(String(cString: resolved), on: facts.st_dev, mounts: mounts)
    }

    /// - Parameters:
    ///   - path: An absolute path without links.
    ///   - mounts: Lines of mountinfo: device, root in the file system and mount point are the third to the fifth field, the
    ///     source and the file system's own options the last ones.
    static func find(_ path: String, on device: dev_t, mounts: String) -> MountPoint? {
        let number = number(of: device)
        var best: (isWhole: Bool, place: String, fields: [Substring])?
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 4, fields[2] == number else { continue }
            let place = unescaped(fields[4])
            guard path == place || place == "/" || path.hasPrefix(place + "/") else { continue }
            // A unit sees its directories as mounts of their own, which are parts of the file system.
            let isWhole = fields[3] == "/"
            if let best,
                (best.isWhole && !isWhole) || (best.isWhole == isWhole && best.place.utf8.count > place.utf8.count)
            {
                continue
            }
            best = (isWhole, place, fields)
        }
        return best.map { MountPoint($0.fields) }
    }

    /// All of them, the later over the earlier.
    static func all(_ mounts: String) -> [MountPoint] {
        mounts.split(separator: "\n").map { $0.split(separator: " ") }.filter { $0.count > 4 }.map(MountPoint.init)
    }

    /// The lines of mountinfo; nil where they cannot be read.
    static func list() -> String? {
        let descriptor = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // A file of /proc has no size: a long one is read in parts.
        var bytes: [UInt8] = []
        do throws(SystemFault) {
            while case let more = try Descriptor.readSome(atMost: 64 << 10, from: descriptor), !more.isEmpty {
                bytes += more
            }
        } catch {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A device as mountinfo writes it. Source: makedev(3) of the GNU C library.
    static func number(of device: dev_t) -> String {
        let major: dev_t = (device >> 8) & 0xFFF | (device >> 44) << 12
        let minor: dev_t = device & 0xFF | ((device >> 20) & 0xFFFFFF) << 8
        return "\(major):\(minor)"
    }

    /// Space, tab, line feed and backslash are three octal digits each after a backslash.
    static func unescaped(_ field: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension MountPoint {
    /// - Parameter fields: More than four.
    private init(_ fields: [Substring]) {
        place = Self.unescaped(fields[4])
        device = fields.dropLast().last.map(Self.unescaped) ?? ""
        isWhole = fields[3] == "/"
        isWritable = fields.last?.split(separator: ",").contains("rw") == true
    }
}
