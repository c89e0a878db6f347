import EventLog
import Inbox

/// Why the daemon did not start.
public enum StartError: Error, Hashable, Sendable {
    /// The log cannot be used.
    case log(EventLogError)
    /// The inbox, or a directory that files move to, cannot be used.
    case inbox(InboxError)
    /// A file or key that publication needs cannot be used.
    case publication(message: String, remedy: String)
    /// Another daemon holds the ledger.
    case locked(directory: String, process: Int32?)
    /// systemd asks for notices, but its socket is unusable.
    case notification(NotifySocket.Failure)
    /// The system refused a call.
    case system(path: String, reason: String)
    /// The system allows this process too few threads or files.
    case limits(message: String, remedy: String)

    /// A call of the system that failed.
    init(system code: Int32, at path: String) {
        switch EventLogError(system: code, at: path) {
        case .failed(let path, let reason): self = .system(path: path, reason: reason)
        case let error: self = .log(error)
        }
    }

    /// What was refused, and what was found.
    public var message: String {
        switch self {
        case .log(let error): error.message
        case .inbox(let error): error.message
        case .publication(let message, _): message
        case .locked(let directory, let process):
            "another storyledgerd\(process.map { " (process \($0))" } ?? "") has the ledger at \(directory)"
        case .notification(let failure): "NOTIFY_SOCKET: \(failure)"
        case .system(let path, let reason): "\(path): \(reason)"
        case .limits(let message, _): message
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .log(let error): error.remedy
        case .inbox(let error): error.remedy
        case .publication(_, let remedy), .limits(_, let remedy): remedy
        case .locked: "stop it first, or name another ledger with --ledger"
        case .notification: "unset it, or let systemd set it"
        case .system: "check that the directory is there, its permissions, and the disk"
        }
    }

    /// The exit status of the process. The unit starts it again where that may help: see ``Sysexits/isMendedByRestart``.
    public var exit: Sysexits {
        switch self {
        // A person has to mend these: a right, an owner, a file.
        case .log(.denied), .log(.noSecret): .configuration
        case .log(.interrupted): .noInput
        case .log(let error): error.exit
        case .publication: .configuration
        case .inbox(let error): error.isLasting ? .configuration : .inputOutput
        case .locked: .tryAgain
        case .notification, .system: .inputOutput
        case .limits: .system
        }
    }

    /// Whether the log is on a file system that takes no writes.
    var isReadOnly: Bool {
        if case .log(.readOnly) = self { return true }
        return false
    }

    /// Whether the daemon waits for this to pass, and goes on by itself then.
    ///
    /// - Parameter isWatched: Whether systemd or the like has started it. A person at a terminal is told at once of another
    ///   daemon.
    func isWaitedFor(isWatched: Bool) -> Bool {
        switch self {
        case .log(.outOfSpace), .log(.readOnly), .log(.busy): true
        case .locked: isWatched
        default: false
        }
    }
}

extension EventLogError {
    /// The exit status of a process that could not go on.
    public var exit: Sysexits {
        switch self {
        case .revisionMismatch, .recorded, .notALedger, .newerProgram, .lacksTables, .damaged: .data
        case .missing, .gone, .another, .copy, .lost, .noLedgerHere: .noInput
        case .exists: .cannotCreate
        case .busy, .clock: .tryAgain
        case .outOfSpace, .readOnly, .denied, .replaced, .noSecret, .interrupted, .failed: .inputOutput
        }
    }
}
