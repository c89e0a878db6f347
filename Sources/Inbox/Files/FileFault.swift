import EventLog
import Files
import Glibc

/// A file operation that the system refused.
struct FileFault: Error, Hashable {
    /// The error number of errno(3).
    let code: Int32
    /// The operation, such as `open` or `rename`.
    let action: String
    /// The path of the file.
    let path: String
    /// More than the error number says; nil if there is nothing to add.
    let detail: String?

    init(_ action: String, _ path: String, code: Int32 = errno, because detail: String? = nil) {
        self.code = code
        self.action = action
        self.path = path
        self.detail = detail
    }

    var message: String { "cannot \(action) \(path): \(reason)" + (detail.map { ", \($0)" } ?? "") }

    /// The error number in words.
    var reason: String { SystemReason.text(code) }

    var remedy: String {
        switch code {
        case ENOSPC, EDQUOT: "make room; nothing was lost, and what was not taken is still where it was"
        case _ where detail != nil: "take the sticky bit away: chmod -t \(ShellWord.quoted(path))"
        case EACCES, EPERM: FileOwner.mend(path)
        case EMFILE, ENFILE: "allow the process more open files"
        case EXDEV: "keep inbox, archive and quarantine on one file system, in one mount"
        default:
            FileSystemRoom(of: LedgerFile.directory(of: path))?.refusal?.remedy(of: path)
                ?? (code == EROFS ? "mount the file system for writing" : "check the disk and the permissions")
        }
    }

    /// Whether the cause is this process, whatever the file.
    var isOfProcess: Bool { [EMFILE, ENFILE, ENOMEM].contains(code) }

    /// Whether the cause is a right that this process lacks.
    var isDenied: Bool { code == EACCES || code == EPERM }

    /// Whether the cause is one file, not the whole file system or process.
    var isOfOneFile: Bool {
        switch code {
        case EACCES, EPERM, EXDEV, ENAMETOOLONG, EILSEQ, EINVAL, EBUSY, ETXTBSY, ELOOP, EISDIR, ENOTDIR, EFBIG: true
        default: false
        }
    }
}
