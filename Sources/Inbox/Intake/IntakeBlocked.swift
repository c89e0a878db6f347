import EventLog
import Logging
import StoryEvents

/// A fault that stops all intake for now.
enum IntakeBlocked {
    case log(EventLogError)
    case files(FileFault)

    /// The fault of a step of intake.
    init(_ error: any Error) {
        switch error {
        case let fault as FileFault: self = .files(fault)
        case let error as EventLogError: self = .log(error)
        default: self = .log(.failed(path: "intake", "\(error)"))
        }
    }

    var message: String {
        switch self {
        case .log(let error): error.message
        case .files(let fault): fault.message
        }
    }

    var remedy: String {
        switch self {
        case .log(let error): error.remedy
        case .files(let fault): fault.remedy
        }
    }
}

extension EventLogError {
    /// Whether one of the files of a batch may be the cause, which taking them one by one would show.
    var mayLieWithOneFile: Bool {
        switch self {
        case .busy, .clock, .denied, .noSecret, .outOfSpace, .readOnly, .replaced: false
        // To a damaged database nothing is appended, whatever file the damage was met by.
        case .damaged(let path, _): !path.hasSuffix("/\(LedgerLayout.log)")
        default: true
        }
    }
}

/// Logs at most once a minute that intake is stopped.
struct StallLog {
    private static let interval: Duration = .seconds(60)
    private static let firstPause: Duration = .milliseconds(100)
    private static let longestPause: Duration = .seconds(5)

    private var lastSaid: Duration?
    private var pause = firstPause
    private var wasSaid = false
    /// When intake last stopped, in uptime.
    private var lastMet = Duration.zero
    /// When to retry, in uptime; nil without a stall.
    private(set) var retryAt: Duration?

    mutating func note(_ stall: IntakeBlocked, uptime: Duration, _ logger: Logger) {
        lastMet = uptime
        retryAt = uptime + pause
        pause = min(pause * 2, Self.longestPause)
        if let lastSaid, uptime - lastSaid < Self.interval { return }
        lastSaid = uptime
        wasSaid = true
        logger.error(
            "intake has stopped", metadata: ["reason": "\(stall.message)", "remedy": "\(stall.remedy)"])
    }

    /// Records that something was taken, or that nothing has prevented it for a while: a turn that finds no file that is ready
    /// tells nothing of what stopped the last one.
    mutating func noteProgress(hasTaken: Bool, uptime: Duration, _ logger: Logger) {
        guard retryAt != nil else { return }
        guard hasTaken || uptime - lastMet >= Self.longestPause * 2 else {
            retryAt = uptime + pause
            return
        }
        retryAt = nil
        pause = Self.firstPause
        if wasSaid { logger.notice("intake goes on") }
        wasSaid = false
    }
}
