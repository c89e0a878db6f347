import Glibc

/// The attributes of a file.
struct FileFacts: Hashable {
    let device: UInt64
    let inode: UInt64
    let kind: FileKind
    let links: UInt64
    /// The permission bits.
    let permissions: mode_t
    let bytes: Int64
    /// When the contents changed, in nanoseconds since 1970.
    let modified: Int64
    /// When anything about the file changed, in nanoseconds since 1970. No producer can set it.
    let changed: Int64

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        kind = FileKind(mode: status.st_mode)
        links = UInt64(status.st_nlink)
        permissions = status.st_mode & 0o7777
        bytes = Int64(status.st_size)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    /// Whether these are attributes of the same contents in the same file, even if it was moved.
    func holdsSameContents(as other: FileFacts) -> Bool {
        device == other.device && inode == other.inode && bytes == other.bytes && modified == other.modified
    }

    /// How long ago anything about the file changed, in nanoseconds.
    ///
    /// - Parameter now: Nanoseconds since 1970.
    func age(at now: Int64) -> Int64 {
        let (age, isTooLong) = now.subtractingReportingOverflow(max(modified, changed))
        return isTooLong ? .max : age
    }

    /// Clamps times before 1677 and after April 2262.
    private static func nanoseconds(_ time: timespec) -> Int64 {
        let (seconds, isOut) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isOutByALittle) = seconds.addingReportingOverflow(Int64(time.tv_nsec))
        return isOut || isOutByALittle ? (time.tv_sec < 0 ? .min : .max) : sum
    }
}

/// The kind of a file.
enum FileKind: Hashable {
    case regular, directory, symbolicLink, fifo, socket, device, unknown

    init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .directory
        case S_IFLNK: self = .symbolicLink
        case S_IFIFO: self = .fifo
        case S_IFSOCK: self = .socket
        case S_IFCHR, S_IFBLK: self = .device
        default: self = .unknown
        }
    }

    /// The kind in a directory entry; unknown on file systems that do not store it.
    init(entryType: UInt8) {
        switch Int(entryType) {
        case DT_REG: self = .regular
        case DT_DIR: self = .directory
        case DT_LNK: self = .symbolicLink
        case DT_FIFO: self = .fifo
        case DT_SOCK: self = .socket
        case DT_CHR, DT_BLK: self = .device
        default: self = .unknown
        }
    }

    var name: String {
        switch self {
        case .regular: "a file"
        case .directory: "a directory"
        case .symbolicLink: "a symbolic link"
        case .fifo: "a fifo"
        case .socket: "a socket"
        case .device: "a device"
        case .unknown: "no file"
        }
    }
}
