import Files
import CanonicalJSON
import EventLog
import Glibc

/// Why no backup was made, checked or restored.
public enum BackupError: Error, Hashable, Sendable {
    /// The destination holds a file that is of no backup.
    case notABackup(path: String, file: String)
    /// The destination holds a backup of more events, or of another history, than the ledger has.
    case older(path: String, events: Int64, ledger: Int64)
    /// The ledger that would be restored to, or one around it, is a backup.
    case isABackup(path: String)
    /// The destination is inside the ledger, or the ledger inside it.
    case overlapping(path: String, ledger: String)
    /// The destination holds a backup of another ledger.
    case otherLedger(path: String, found: String, expected: String)
    /// Another process writes to the destination.
    case busy(path: String)
    /// Retention has removed files while they were copied.
    case removedMeanwhile(path: String)
    /// There is no complete backup.
    case missing(path: String)
    /// The backup differs from its manifest, or its log from itself.
    case damaged(path: String, findings: Int)
    /// The manifest cannot be read.
    case unreadable(path: String, line: Int, String)
    /// The ledger that would be replaced holds or has published events that the backup does not have.
    case newer(ledger: String, events: Int64, backup: Int64)
    /// The system refused something; `code` is an errno.
    case system(action: String, path: String, code: Int32)
    /// The public log cannot be written as it was.
    case publication(String)
    /// The log, or its copy, cannot be used.
    case log(EventLogError)

    /// Whether the cause lies with one file or directory: it cannot be read, or where the copy goes does not take its name or its
    /// length.
    var isOfOneFile: Bool {
        guard case .system(let action, _, let code) = self else { return false }
        let ofNames = [ENAMETOOLONG, EINVAL, EILSEQ, EISDIR, ENOTDIR, ENOTEMPTY]
        return switch action {
        case "read": ([EACCES, EPERM, EIO, ENXIO, ENODEV, ESTALE, EOVERFLOW] + ofNames).contains(code)
        case "list", "look at": [EACCES, EPERM, EIO].contains(code)
        case "write": ([EFBIG] + ofNames).contains(code)
        case "make": ofNames.contains(code)
        default: false
        }
    }

    /// What was refused and why, in one line.
    public var message: String {
        switch self {
        case .notABackup(let path, let file): "\(path) holds '\(file)', which is of no backup"
        case .older(let path, let events, let ledger):
            "the backup in \(path) has \(events) events that are not all in the ledger, which has \(ledger)"
        case .isABackup(let path): "\(path) is a backup, or lies in one or around it"
        case .overlapping(let path, let ledger): "\(path) and the ledger \(ledger) are one inside the other"
        case .otherLedger(let path, let found, let expected):
            "\(path) is a backup of \(found), the ledger is \(expected)"
        case .busy(let path): "another process writes to the backup \(path)"
        case .removedMeanwhile(let path): "retention has removed files of \(path) while they were copied"
        case .missing(let path): "there is no complete backup in \(path)"
        case .damaged(let path, let findings):
            "\(path) is damaged: \(findings == 1 ? "1 finding" : "\(findings) findings")"
        case .unreadable(let path, let line, let reason): "\(path): line \(line): \(reason)"
        case .newer(let ledger, let events, let backup):
            "the ledger \(ledger) has or has published \(events) events, the backup has \(backup)"
        case .system(let action, let path, let code):
            "cannot \(action) \(path): \(SystemReason.text(code))"
        case .publication(let reason): reason
        case .log(let error): error.message
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .notABackup: "move that file away, or name an empty directory"
        case .older:
            "see whether the ledger has lost events: 'storyledger verify', 'storyledger restore'; to replace the backup all "
                + "the same, add --replace-newer"
        case .isABackup: "name a directory of its own"
        case .overlapping: "back up to a directory outside the ledger, best on another disk"
        case .otherLedger: "keep a directory for each ledger"
        case .busy: "wait until it has ended, then try again"
        case .removedMeanwhile: "run it as the ledger's user or as root: then retention waits for it"
        case .missing: "make one with 'storyledger backup'; an interrupted one is completed by running it again"
        case .damaged: "make a new backup in another directory, and keep this one until that is verified"
        case .unreadable: "the manifest was changed or cut off: make a new backup in another directory"
        case .newer:
            "restoring drops the newest events; to do so all the same, add --replace-newer: the ledger is set aside whole"
        case .system(_, _, ENOSPC), .system(_, _, EDQUOT): "make room, then run it again"
        case .system(_, _, EACCES), .system(_, _, EPERM): "run it as the ledger's user or as root"
        case .publication: "check the backup with 'storyledger backup --verify'"
        case .system: "see the reason above, then run it again"
        case .log(let error): error.remedy
        }
    }
}
