import CanonicalJSON
import EventLog
import Glibc
import Logging
import StoryEvents

/// The file with the state of a running daemon's intake, for `status` and `inbox status`.
struct IntakeStateFile {
    private static let interval: Duration = .seconds(1)

    private let path: String
    /// The last written state; its time does not count.
    private var last: IntakeState?
    private var writtenAt: Duration?
    /// When to write a change, in uptime; nil if there is none.
    private(set) var dueAt: Duration?

    init(_ path: String) {
        self.path = path
    }

    /// Writes the state if it has changed, at most once a second.
    mutating func write(_ status: InboxStatus, uptime: Duration, _ logger: Logger) {
        let state = IntakeState(status, process: getpid(), written: SystemClock.now())
        guard state.differs(from: last) else { return dueAt = nil }
        if let writtenAt, uptime < writtenAt + Self.interval { return dueAt = writtenAt + Self.interval }
        (last, writtenAt, dueAt) = (state, uptime, nil)
        let name = FileName(path.utf8.split(separator: UInt8(ascii: "/")).last ?? [])
        do throws(FileFault) {
            let directory = try Directory(path: String(path.dropLast(name.bytes.count)))
            try directory.write(
                state.json.bytes(pretty: false), to: name, by: FileName(".intake.json.tmp"), sync: false)
        } catch {
            // The state is only for people; intake continues without it.
            logger.debug("the state was not written", metadata: ["reason": "\(error.message)"])
        }
    }

    /// Removes the file: no daemon runs.
    func remove() { unlink(path) }
}

extension IntakeState {
    fileprivate func differs(from other: IntakeState?) -> Bool {
        guard var other else { return true }
        other.written = written
        return self != other
    }
}
