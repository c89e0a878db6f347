import EventLog
import Glibc
import Logging
import StoryEvents
import Synchronization

/// Scans the inbox, records what is whole, moves what is recorded. Owned by one thread.
///
/// Only what a scan finds counts. inotify says where to look sooner, and which files are whole.
final class Intake {
    let directories: InboxDirectories
    let settings: InboxSettings
    let store: any EventStore
    let recorder: Recorder
    let clock: InboxClock
    let logger: Logger
    let bell: Bell
    let board: StatusBoard

    let shelves: Shelves
    let mover: Mover
    let notifier: Notifier?

    /// The inbox itself, under nil, and its subdirectories.
    var sources: [FileName?: Source] = [:]
    /// What the files of each source may say; forgotten when a source comes or goes.
    var producers: [FileName?: Producer] = [:]
    /// Sources that are to be scanned.
    var dirty: Set<FileName?> = []
    /// Whether the list of subdirectories is to be read again.
    var needsSources = true
    var settling: SettlingFiles
    var waiting: WaitingRoom
    var stalls = StallLog()
    /// Files that made a batch fail, each alone, by inode: tried again at the next interval.
    var suspects: [Place: UInt64] = [:]
    /// What was said once and need not be said again.
    var said: Set<String> = []
    var batch = Batch()
    /// The most files a commit takes now: fewer after one has failed for a reason that may lie with a file.
    var batchLimit: Int
    var needsRecovery = true
    private var nextInterval: Duration

    init(
        _ directories: InboxDirectories, _ store: any EventStore, _ settings: InboxSettings, _ clock: InboxClock,
        _ logger: Logger, _ bell: Bell, _ board: StatusBoard
    ) throws(InboxError) {
        self.directories = directories
        self.settings = settings
        self.store = store
        self.clock = clock
        self.logger = logger
        self.bell = bell
        self.board = board
        recorder = Recorder(store, maximumAhead: settings.maximumAhead)
        settling = SettlingFiles(settle: settings.settle)
        waiting = WaitingRoom(limit: settings.waitLimit)
        batchLimit = settings.batchFiles
        nextInterval = clock.uptime() + settings.scanInterval
        shelves = Shelves(directories)
        try Self.probe(directories)
        mover = Mover(shelves, store, logger)
        do throws(FileFault) { notifier = try Notifier() } catch {
            // Hints only make it faster.
            notifier = nil
            logger.warning("no hints about new files", metadata: ["reason": "\(error.message)"])
        }
    }

    /// Does all there is to do now. A stall is noted, and tried again later.
    func turn() {
        readHints()
        let uptime = clock.uptime()
        let isInterval = uptime >= nextInterval
        if isInterval {
            nextInterval = uptime + settings.scanInterval
            lookThroughEverything()
        }
        if let retryAt = stalls.retryAt, uptime < retryAt { return }
        do throws(Stall) {
            try readSources()
            try recover()
            try moveOut()
            try callWaiting()
            try takeWhatIsThere()
            if isInterval { try settle() }
            stalls.noteProgress(logger)
            board.noteGoing(mover.stuck, &waiting)
            if dirty.isEmpty, !needsSources { board.noteScanned() }
        } catch {
            note(error)
        }
    }

    /// Waits for a hint, a ring, or the time when something becomes due.
    func wait() { bell.wait(for: notifier?.descriptor ?? -1, atMost: pause) }

    /// How long nothing can become due by itself.
    private var pause: Duration {
        let uptime = clock.uptime()
        var next = nextInterval
        if let retryAt = stalls.retryAt {
            next = min(next, retryAt)
        } else {
            if !dirty.isEmpty || needsSources { return .zero }
            if !waiting.isEmpty { next = min(next, uptime + settings.pollInterval) }
            if let settled = settling.nextDeadline { next = min(next, settled) }
        }
        return max(.zero, next - uptime)
    }

    /// Tells the ledger of the moves that were made, so that nobody looks for them again.
    func finish() {
        do throws(Stall) {
            batch = Batch()
            try moveOut()
            try settle()
        } catch {
            // They are found made at the next start.
            logger.warning("stopped without settling moves", metadata: ["reason": "\(error.message)"])
        }
    }

    func lookThroughEverything() {
        needsSources = true
        dirty.formUnion(sources.keys)
        suspects.removeAll()
        mover.retryStuck()
    }

    private func note(_ stall: Stall) {
        batch = Batch()
        shelves.clear()
        needsSources = true
        dirty.formUnion(sources.keys)
        stalls.note(stall, uptime: clock.uptime(), logger)
        board.note(stall, clock.now())
    }

    private func moveOut() throws(Stall) {
        do throws(FileFault) { try mover.run() } catch { throw .files(error) }
    }

    /// Makes sure that the directories are there, and that files can be moved from one to the others.
    private static func probe(_ directories: InboxDirectories) throws(InboxError) {
        let inbox = try open(directories.inbox)
        for path in [directories.archive, directories.quarantine] {
            let target = try open(path)
            do throws(FileFault) { try inbox.probeMove(to: target) } catch {
                if error.code == EXDEV { throw .otherFileSystem(from: inbox.path, to: path) }
                // A file system that is full or read-only now may be writable later.
                if error.isOfOneFile { throw InboxError(error) }
            }
        }
    }

    private static func open(_ path: String) throws(InboxError) -> Directory {
        do throws(FileFault) { return try Directory(making: path) } catch { throw InboxError(error) }
    }
}
