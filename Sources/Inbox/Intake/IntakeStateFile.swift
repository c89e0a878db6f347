import CanonicalJSON
import EventLog
import Files
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
    /// The files that waited for an earlier process, and the time of that state.
    private var earlier: (written: RecordedTime, waiting: [Text: InboxStatus.Waiting])?

    /// - Parameter logger: Told if the state of an earlier process cannot be read.
    init(_ path: String, _ logger: Logger) {
        self.path = path
        do throws(InboxError) {
            guard let state = try IntakeState.last(path) else { return }
            let waiting = state.waiting.map { ($0.file, $0) }
            earlier = (state.written, Dictionary(waiting, uniquingKeysWith: { first, _ in first }))
        } catch {
            logger.warning("files that waited begin to wait again", metadata: ["reason": "\(error.message)"])
        }
    }

    /// Returns when a file began to wait for an earlier process; nil if it did not. Each is returned once.
    mutating func takeStart(of place: Place, _ facts: FileFacts) -> RecordedTime? {
        // A file that changed later is another one.
        guard let earlier, let waiting = earlier.waiting[place.text], waiting.inode == facts.inode,
            facts.changed / 1000 <= earlier.written.microseconds
        else { return nil }
        self.earlier?.waiting[place.text] = nil
        return waiting.since
    }

    /// Writes the state if it has changed, at most once a second.
    mutating func write(_ status: InboxStatus, uptime: Duration, _ logger: Logger) {
        let state = IntakeState(status, process: getpid(), written: SystemClock.now())
        guard state.differs(from: last) else { return dueAt = nil }
        if let writtenAt, uptime < writtenAt + Self.interval { return dueAt = writtenAt + Self.interval }
        (last, writtenAt, dueAt) = (state, uptime, nil)
        store(state, logger)
    }

    private func store(_ state: IntakeState, _ logger: Logger) {
        let name = FileName(path.utf8.split(separator: UInt8(ascii: "/")).last ?? [])
        do throws(FileFault) {
            let directory = try Directory(path: String(path.dropLast(name.bytes.count)))
            try directory.write(
                state.stored.bytes(pretty: false), to: name, by: FileName(".intake.json.tmp"), sync: false)
        } catch {
            // On a full disk of all: that intake has stopped must not stay unknown.
            guard !overwrite(state) else { return }
            // Intake continues without it.
            logger.debug("the state was not written", metadata: ["reason": "\(error.message)"])
        }
    }

    /// Writes the state into the room that the file has, without its lists. Who reads it meanwhile finds no state.
    private func overwrite(_ state: IntakeState) -> Bool {
        var short = state
        (short.suspended, short.waiting, short.unfinished) = ([], [], [])
        let bytes = short.stored.bytes(pretty: false)
        let file = uninterrupted { open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW) }
        guard file >= 0 else { return false }
        defer { close(file) }
        do throws(SystemFault) { try Descriptor.write(bytes, to: file) } catch { return false }
        return ftruncate(file, off_t(bytes.count)) == 0
    }

    /// Notes that no daemon runs. What waits goes on waiting for the next one.
    func finish(_ status: InboxStatus, _ logger: Logger) {
        var ended = InboxStatus()
        ended.waiting = status.waiting
        guard !ended.waiting.isEmpty else { return _ = unlink(path) }
        store(IntakeState(ended, process: 0, written: SystemClock.now()), logger)
    }
}

extension IntakeState {
    fileprivate func differs(from other: IntakeState?) -> Bool {
        guard var other else { return true }
        other.written = written
        return self != other
    }
}
