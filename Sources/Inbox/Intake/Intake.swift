import EventLog
import Glibc
import Logging
import StoryEvents
import Synchronization
import Threads

/// Scans the inbox, records whole files, and moves recorded files. Used by one thread.
///
/// Only a scan decides. inotify makes scans earlier, and tells which files are whole.
final class Intake {
    let directories: InboxDirectories
    private(set) var settings: InboxSettings
    /// New settings to apply, once.
    var reloaded: () -> InboxSettings? = { nil }
    /// Why the machine's clock was not believed when it was last looked at; nil when it was.
    var clockFault: () -> ClockFault? = { nil }
    /// Called when something was recorded, which shows that the clock is believed now.
    var clockIsBelieved: () -> Void = {}
    let store: any EventStore
    private(set) var recorder: Recorder
    private let marks: WorkMarks
    let clock: InboxClock
    let logger: Logger
    let bell: WakePipe
    let board: StatusBoard

    let workGuard: IntakeGuard?
    let shelves: DestinationDirectories
    let staging: Staging
    let tree: FolderTree
    let mover: Mover
    let notifier: Notifier?
    /// Reads hints while this thread is busy; nil without such a thread.
    private var watch: WatchThread?
    /// Copies long files; nil without such a thread.
    private(set) var copier: Copier?

    /// The inbox itself, under nil, and its subdirectories.
    var sources: [FileName?: Source] = [:]
    /// Sources to scan.
    var dirty: Set<FileName?> = []
    /// Hints that were read and are handled in the next turn.
    var hints: ArraySlice<Notifier.Hint> = []
    /// Scans in progress.
    var passes: [FileName?: ScanPass] = [:]
    /// Whether to read the list of subdirectories again.
    var needsSources = true
    /// Subdirectories that are not sources, for the status.
    var unusable: [InboxStatus.LeftOut] = []
    var turns = Turns()
    var deferrals: Deferrals
    var suspensions = Suspensions()
    /// Suspended files by inode: another file with the same name is not suspended.
    var suspects: [Place: UInt64] = [:]
    /// Suspended files that made a commit fail: each is tried in a commit of its own.
    var mayFailCommit: Set<Place> = []
    var stalls = StallLog()
    private var heldUpkeep = HeldUpkeep()
    /// Messages that were logged once and are not repeated.
    var said: Set<String> = []
    var pace: Pace
    /// Files in a row that failed alone since one was recorded.
    var failures = 0
    var needsRecovery = true
    /// Moves of an earlier run whose files cannot be looked at, and when they are tried again.
    var unreachable: [PendingMove] = []
    var unreachableRetry = Retry.ofRecordedFiles
    var stateFile: IntakeStateFile
    let retention: Retention
    private(set) var nextInterval: Duration

    init(
        _ directories: InboxDirectories, _ store: any EventStore, _ settings: InboxSettings, _ clock: InboxClock,
        _ logger: Logger, _ bell: WakePipe, _ board: StatusBoard
    ) throws(InboxError) {
        self.directories = directories
        self.settings = settings
        self.store = store
        self.clock = clock
        self.logger = logger
        self.bell = bell
        self.board = board
        workGuard = IntakeGuard(directories.work, board, logger)
        var marks = workGuard?.marks ?? WorkMarks()
        // Reading the clock is a sign of life: a long file gives one for each document.
        marks.decidesDocument = { _ = clock.uptime() }
        self.marks = marks
        recorder = Recorder(store, maximumAhead: settings.maximumAhead, marks: marks)
        deferrals = Deferrals(limit: settings.waitLimit)
        pace = Pace(most: settings.batchFiles)
        nextInterval = clock.uptime() + settings.scanInterval
        try Self.probe(directories)
        do throws(FileFault) { notifier = try Notifier() } catch {
            // Intake works without hints, more slowly.
            notifier = nil
            logger.warning("no hints about new files", metadata: ["reason": "\(error.message)"])
        }
        shelves = DestinationDirectories(directories)
        staging = Staging(directories.staging)
        tree = FolderTree(
            directories.inbox, notifier, bounds: WatchBounds(configured: settings.mostWatches))
        mover = Mover(shelves, staging, tree, store, logger)
        retention = Retention(store, directories, Staging(directories.staging), settings, clock, logger)
        stateFile = IntakeStateFile(directories.state, logger)
        mover.mayKnow = { [unowned self] place, publisher in mayKnow(place, publisher) }
        workGuard?.report()
    }

    /// Does everything that is due. A stall is noted, and retried later.
    func turn() {
        while !bell.isStopped, step() {}
    }

    /// Takes the files of one commit, and removes some that are kept no longer.
    ///
    /// - Returns: Whether there may be more to do at once.
    func step() -> Bool {
        let goesOn = takeIn()
        // Also while intake is stopped: it may wait for the room that this makes.
        return !needsRecovery && !bell.isStopped && retention.step() || goesOn
    }

    private func takeIn() -> Bool {
        if let settings = reloaded() { apply(settings) }
        readHints()
        let uptime = clock.uptime()
        let isInterval = uptime >= nextInterval
        if isInterval {
            // A turn that came late puts off no other.
            nextInterval += settings.scanInterval
            if nextInterval <= uptime { nextInterval = uptime + settings.scanInterval }
            lookThroughEverything()
        }
        if let retryAt = stalls.retryAt, uptime < retryAt { return false }
        var goesOn = false
        do {
            try readSources()
            try recover()
            try mover.run()
            let hasMoreToCall = try callDeferred()
            let hasTaken = try takeBatch()
            goesOn = hasTaken || hasMoreToCall || !passes.isEmpty || !hints.isEmpty
            if isInterval || mover.listsWithheldNames { try settle() }
            eraseWithheldNames()
            if hasTaken {
                clockIsBelieved()
            } else if let fault = clockFault() {
                throw EventLogError.clock(fault)
            }
            stalls.noteProgress(hasTaken: hasTaken, uptime: clock.uptime(), logger)
            if heldUpkeep.note(isHeld: store.isUpkeepHeld, uptime: clock.uptime(), logger) {
                board.noteUpkeep(heldSince: heldUpkeep.hasLasted ? clock.now() : nil)
            }
            board.noteGoing(self)
        } catch {
            note(IntakeBlocked(error))
        }
        stateFile.write(board.status, uptime: uptime, logger)
        return goesOn
    }

    /// Starts the helper threads. Without them hints are read and long files are copied between two commits, and each
    /// original is removed before the next move.
    func startHelpers() {
        do throws(BlockingThread.NotStarted) { staging.remover = try Remover(logger) } catch {
            sayOnce("originals are removed one by one: \(error.message)")
        }
        do throws(BlockingThread.NotStarted) {
            copier = try Copier(directories) { [bell] in bell.ring() }
        } catch {
            sayOnce("long files are copied between commits: \(error.message)")
        }
        guard let notifier else { return }
        do throws(BlockingThread.NotStarted) { watch = try WatchThread(notifier, waking: bell) } catch {
            sayOnce("hints are read between commits only: \(error.message)")
        }
    }

    /// Waits for a hint, a wake-up, or the next due time.
    func wait() { bell.wait(for: watch == nil ? notifier?.descriptor ?? -1 : -1, atMost: pause) }

    /// The time until something may become due by itself.
    private var pause: Duration {
        let uptime = clock.uptime()
        var next = nextInterval
        if retention.removesFiles { next = min(next, retention.dueAt) }
        if let retryAt = stalls.retryAt {
            next = min(next, retryAt)
        } else {
            // The end of a copy wakes this thread.
            let isDirty = dirty.contains { sources[$0]?.waitsForCopy != true }
            if isDirty || !passes.isEmpty || !hints.isEmpty || needsSources { return .zero }
            if !deferrals.isEmpty { next = min(next, uptime + settings.pollInterval) }
            for source in sources.values { next = min(next, source.dueAt ?? next) }
            next = min(next, suspensions.nextRetry ?? next, workGuard?.othersUntil ?? next)
        }
        return max(.zero, min(next, stateFile.dueAt ?? next) - uptime)
    }

    /// Applies other settings.
    func apply(_ settings: InboxSettings) {
        let old = self.settings
        self.settings = settings
        if settings.maximumAhead != old.maximumAhead {
            recorder = Recorder(store, maximumAhead: settings.maximumAhead, marks: marks)
        }
        if settings.batchFiles != old.batchFiles { pace = Pace(most: settings.batchFiles) }
        deferrals.limit = settings.waitLimit
        retention.apply(settings)
        tree.apply(WatchBounds(configured: settings.mostWatches))
        nextInterval = min(nextInterval, clock.uptime() + settings.scanInterval)
        for source in sources.values {
            source.wholeness.settle = settings.settle
            source.wholeness.openLimit = settings.openLimit
            source.producer = nil
        }
        lookThroughEverything()
    }

    /// Tells the log which moves were made, so that the next start does not look for them.
    func finish() {
        copier?.finish()
        do {
            try mover.run()
            try settle()
        } catch {
            // The next start finds that they were made.
            logger.warning(
                "stopped without settling moves", metadata: ["reason": "\(IntakeBlocked(error).message)"])
        }
        if let waiting = deferrals.shown(uptime: nil) { board.noteWaiting(waiting) }
        staging.remover?.finish()
        workGuard?.finish()
        stateFile.finish(board.status, logger)
    }

    func lookThroughEverything() {
        needsSources = true
        dirty.formUnion(sources.keys)
        mover.retryStuck(uptime: clock.uptime())
    }

    func note(_ stall: IntakeBlocked) {
        mover.close()
        passes = [:]
        workGuard?.finish()
        needsSources = true
        for source in sources.values {
            source.queue = []
            dirty.insert(source.name)
        }
        stalls.note(stall, uptime: clock.uptime(), logger)
        board.note(stall, clock.now())
    }

    func sayOnce(_ message: String) {
        guard said.count < 10_000, said.insert(message).inserted else { return }
        logger.warning("\(message)")
    }

    /// Checks that the directories exist, and that files can be moved from one to the others.
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
