import EventLog
import Glibc
import Logging
import StoryEvents

/// Removes files of the archive and of the quarantine that are older than they are to be kept, or too many, in small steps
/// between two commits. Used by the thread of intake.
///
/// That a file is removed is durable in the log before the file leaves its place: first a note that it will be, then the
/// move out of its place, then the note that it is gone, and only then the removal. After a kill ``recover()`` finds how
/// far it came.
final class Retention {
    private let store: any EventStore
    private let directories: InboxDirectories
    private let staging: Staging
    private let clock: InboxClock
    private let logger: Logger
    private var shelves: [RetainedShelf]
    private var interval: Duration
    /// When to look next, in uptime.
    private(set) var dueAt: Duration
    private var needsRecovery = true
    /// The pass in progress: what its files are held against.
    private var pass: RetentionPass?
    private var report = RetentionReport()
    private var pause = firstPause
    private let began: Duration

    private static let firstPause: Duration = .seconds(10)
    private static let longestPause: Duration = .seconds(60)
    /// How far the clock may be ahead of the newest receipt and the time that this process has run, in microseconds. It may
    /// be wrong since a start of the machine, and what a wrong clock removes does not come back.
    private static let allowance: Int64 = 86_400_000_000

    init(
        _ store: any EventStore, _ directories: InboxDirectories, _ staging: Staging, _ settings: InboxSettings,
        _ clock: InboxClock, _ logger: Logger
    ) {
        self.store = store
        self.directories = directories
        self.staging = staging
        self.clock = clock
        self.logger = logger
        interval = settings.scanInterval
        shelves = [
            RetainedShelf(.archive, directories.archive, settings.archive),
            RetainedShelf(.quarantine, directories.quarantine, settings.quarantine),
        ]
        began = clock.uptime()
        dueAt = began
    }

    /// Whether it ever removes anything.
    var removesFiles: Bool { shelves.contains(where: \.rule.removesFiles) }

    /// Applies other settings.
    func apply(_ settings: InboxSettings) {
        interval = settings.scanInterval
        shelves[0].apply(settings.archive)
        shelves[1].apply(settings.quarantine)
        pass = nil
        pause = Self.firstPause
        dueAt = clock.uptime()
    }

    /// Does one step, if it is time. A fault is logged, and keeps nothing else from being done.
    ///
    /// - Returns: Whether there may be more to do at once.
    func step() -> Bool {
        guard removesFiles || needsRecovery, clock.uptime() >= dueAt else { return false }
        defer { staging.close() }
        do {
            if needsRecovery { try finishUnfinished() }
            guard removesFiles else { return false }
            let goesOn = try goOn()
            pause = Self.firstPause
            return goesOn
        } catch {
            rest(after: IntakeBlocked(error))
            return false
        }
    }

    /// Finishes what a killed process has left. Whatever is still in its place stays there until it is found again.
    func recover() {
        defer { staging.close() }
        do { try finishUnfinished() } catch { rest(after: IntakeBlocked(error)) }
    }

    private func rest(after fault: IntakeBlocked) {
        needsRecovery = true
        pass = nil
        report.fault(fault.message, fault.remedy, logger)
        dueAt = clock.uptime() + pause
        pause = min(pause * 2, Self.longestPause)
    }

    private func goOn() throws -> Bool {
        let pass = try self.pass ?? begin()
        self.pass = pass
        for place in shelves.indices where shelves[place].rule.removesFiles && !shelves[place].isAtEnd {
            if try shelves[place].measure(uptime: clock.uptime(), pause: interval * 6) { return true }
            let step = try shelves[place].step(store, pass)
            report.note(step, shelves[place].kind, logger)
            if !step.files.isEmpty {
                var isRemoved = false
                // What is not removed, for whatever reason, is found again in the next pass.
                defer { if !isRemoved { for file in step.files { shelves[place].noteLeft(file.receipt.number) } } }
                isRemoved = try remove(step.files, from: place)
                // A backup or a takedown is at work on the files.
                if !isRemoved { shelves[place].rest() }
            }
            report.sayNowAndThen(clock.uptime(), logger)
            return true
        }
        report.say(clock.uptime(), logger)
        self.pass = nil
        dueAt = clock.uptime() + interval
        return false
    }

    private func begin() throws -> RetentionPass {
        for place in shelves.indices { shelves[place].begin(uptime: clock.uptime()) }
        guard let newest = try store.receipts(limit: 1).first else {
            return RetentionPass(now: .min, newest: 0, unfiled: [])
        }
        let (seconds, attoseconds) = (clock.uptime() - began).components
        let ran = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        let latest = newest.recorded.microseconds.addingReportingOverflow(Self.allowance + max(0, ran))
        return RetentionPass(
            now: min(clock.now().microseconds, latest.overflow ? .max : latest.partialValue), newest: newest.number,
            unfiled: Set(try store.pendingMoves().map(\.receipt)))
    }
}

// MARK: Removing

extension Retention {
    /// Removes files, durably.
    ///
    /// - Returns: false if none may be removed now.
    private func remove(_ files: [KeptFile], from place: Int) throws -> Bool {
        guard let lock = try RetentionLock.forRemoval(directories) else { return false }
        let numbers = files.map(\.receipt.number)
        let noted = Set(try append { transaction throws(EventLogError) in try transaction.noteRemovals(of: numbers) })
        guard !noted.isEmpty else {
            if try !store.pendingErasures().isEmpty {
                report.fault(
                    "a takedown has not finished with all files", "give the same 'storyledger withhold' again", logger)
            }
            return false
        }
        // From here on a fault leaves notes that the next step finishes or takes back.
        needsRecovery = true
        var (taken, left): ([KeptFile], [KeptFile]) = ([], [])
        for file in files {
            let isTaken = try noted.contains(file.receipt.number) && take(file, from: place)
            if isTaken { taken.append(file) } else { left.append(file) }
        }
        try finish(
            taken.map(\.receipt), from: shelves[place].path, Set(taken.map(\.folder)),
            cancelling: left.map(\.receipt.number).filter(noted.contains))
        for file in left { shelves[place].noteLeft(file.receipt.number) }
        for file in taken { shelves[place].noteRemoved(bytes: file.facts.bytes) }
        report.removed(taken, from: shelves[place].kind)
        removeEmptyFolders(Set(taken.map(\.folder)), below: shelves[place].path)
        needsRecovery = false
        withExtendedLifetime(lock) {}
        return true
    }

    private func append<Value>(
        _ body: (any AppendTransaction) throws(EventLogError) -> Value
    ) throws(EventLogError) -> Value { try store.append(dryRun: false, body) }

    /// Takes a file out of its place.
    ///
    /// - Returns: false if that cannot be done for this file alone.
    private func take(_ file: KeptFile, from place: Int) throws(FileFault) -> Bool {
        do throws(FileFault) {
            guard let directory = try KeptFile.open(file.folder, below: shelves[place].path) else {
                return false
            }
            return try staging.take(file.name, from: directory, receipt: file.receipt.number, file.facts)
        } catch let error where error.isOfOneFile {
            report.fault(error.message, error.remedy, logger)
            shelves[place].noteBlocked(file.receipt.number)
            return false
        }
    }

    /// Makes it durable that files are out of their places, notes that they are gone, and removes them.
    private func finish(
        _ taken: [Receipt], from root: String, _ folders: Set<[FileName]>, cancelling: [Int64] = []
    ) throws {
        for folder in folders {
            guard let directory = try KeptFile.open(folder, below: root) else { continue }
            if taken.contains(where: { $0.outcome == .quarantined }) {
                for receipt in taken { try KeptFile.removeReason(of: receipt, in: directory) }
            }
            try directory.sync()
        }
        if !taken.isEmpty { try staging.sync(all: false) }
        let numbers = taken.map(\.number)
        try append { transaction throws(EventLogError) in
            try transaction.finishRemovals(of: numbers)
            try transaction.cancelRemovals(of: cancelling)
        }
        try staging.removeTaken(numbers)
    }

    /// Removes directories of the archive that hold nothing any more.
    private func removeEmptyFolders(_ folders: Set<[FileName]>, below root: String) {
        for var folder in folders {
            while let name = folder.popLast() {
                do throws(FileFault) {
                    guard try KeptFile.open(folder, below: root)?.removeDirectory(name) ?? true else { break }
                } catch {
                    // An empty directory does no harm.
                    break
                }
            }
        }
    }

    /// Finishes removals that were noted: of files that have left their places. Of an archived file that is nowhere, too:
    /// nothing but retention takes it. A refused file that is gone may have been put back into the inbox.
    private func finishUnfinished() throws {
        let unfinished = try store.unfinishedRemovals()
        var (taken, cancelled): ([Receipt], [Int64]) = ([], [])
        for removal in unfinished {
            guard let receipt = try store.receipt(number: removal.receipt) else { continue }
            let kind: RetainedShelf.Kind = receipt.outcome == .quarantined ? .quarantine : .archive
            if try staging.holdsTaken(removal.receipt) {
                taken.append(receipt)
                continue
            }
            let root = kind == .archive ? directories.archive : directories.quarantine
            switch try KeptFile.find(receipt, on: kind, below: root) {
            case .missing where kind == .archive: taken.append(receipt)
            case .found, .missing, .changed: cancelled.append(removal.receipt)
            }
        }
        if !unfinished.isEmpty {
            logger.notice(
                "finishing removals of an earlier step",
                metadata: ["files": "\(taken.count)", "kept": "\(cancelled.count)"])
            let refused = taken.filter { $0.outcome == .quarantined }
            let archived = taken.filter { $0.outcome != .quarantined }
            try finish(refused, from: directories.quarantine, [[]], cancelling: cancelled)
            try finish(archived, from: directories.archive, Set(archived.compactMap { $0.archived?.folder }))
        }
        needsRecovery = false
    }
}
