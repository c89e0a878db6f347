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

    /// The exit status of the process.
    public var exit: Sysexits {
        switch self {
        case .log(let error): error.exit
        case .publication: .configuration
        case .locked: .tryAgain
        case .inbox, .notification, .system: .inputOutput
        case .limits: .system
        }
    }
}

/// Exit codes of the programs.
///
/// Source: sysexits(3).
public enum Sysexits: Int32, Sendable {
    /// The command line is wrong.
    case usage = 64
    /// The input is wrong.
    case data = 65
    /// A named input does not exist.
    case noInput = 66
    /// Something needed is not available.
    case unavailable = 69
    /// A fault of the program itself.
    case software = 70
    /// The system refuses what every process needs, such as a thread.
    case system = 71
    /// A file cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed.
    case inputOutput = 74
    /// A later attempt may succeed.
    case tryAgain = 75
    /// The configuration is wrong.
    case configuration = 78
}

extension EventLogError {
    /// The exit status of a process that could not go on.
    public var exit: Sysexits {
        switch self {
        case .revisionMismatch, .recorded, .notALedger, .newerProgram, .lacksTables, .damaged: .data
        case .missing, .lost, .noLedgerHere: .noInput
        case .exists: .cannotCreate
        case .busy, .clock: .tryAgain
        case .outOfSpace, .readOnly, .replaced, .noSecret, .interrupted, .failed: .inputOutput
        }
    }
}
