import EventLog
import Foundation
import InMemoryLogging
import Logging
import StoryEvents
import Threads
import Synchronization
import Testing

@testable import Inbox

/// A ledger with its inbox in a temporary directory, and the clock of its intake.
final class Desk {
    let directories: InboxDirectories
    let store: SQLiteEventStore
    let time = Hands()
    let bell = WakePipe()
    let board = StatusBoard()
    let log = InMemoryLogHandler()
    var settings = InboxSettings()
    private let root: URL

    var logger: Logger { Logger(label: "inbox", factory: { _ in self.log }) }

    init() throws {
        root = FileManager.default.temporaryDirectory.appending(path: "InboxTests-\(UUID().uuidString)")
        directories = InboxDirectories(ledger: root.path)
        for directory in [directories.inbox, directories.archive, directories.quarantine] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
        let secret = LedgerSecret([UInt8](repeating: 7, count: 32))!
        let facts = LedgerFacts(origin: "test", created: SystemClock.now(), secret: secret)
        try SQLiteEventStore.create(path: root.path + "/ledger.db", facts: facts)
        _ = try SecretFile(ledger: root.path).create(secret)
        store = try SQLiteEventStore(path: root.path + "/ledger.db")
        // Files are whole when a hint says so, unless a test waits for them to settle.
        settings.settle = .seconds(3600)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// An intake that a test turns by hand.
    func intake(_ store: (any EventStore)? = nil) throws -> Intake {
        try Intake(directories, store ?? self.store, settings, time.clock, logger, bell, board)
    }

    func watcher(_ store: (any EventStore)? = nil) -> InboxWatcher {
        InboxWatcher(
            directories: directories, store: store ?? self.store, settings: settings, logger: logger,
            clock: time.clock)
    }

    func path(_ name: String) -> String { root.path + "/" + name }

    /// Writes a file in place, as a careless producer does.
    func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        let path = directories.inbox + "/" + name
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: path))
    }

    /// Writes a file elsewhere and renames it in, as a careful producer does.
    func drop(_ text: String, as name: String) throws {
        let path = directories.inbox + "/" + name
        let draft = root.path + "/draft"
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: draft))
        guard rename(draft, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

    /// Turns until everything that is there has settled.
    func settle(_ intake: Intake) {
        for _ in 0..<3 {
            intake.turn()
            time.pass(settings.settle)
            intake.turn()
        }
    }

    /// Everything below a directory of the ledger but for directories, as paths below it, sorted.
    func files(below directory: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: directory).filter { path in
            var status = stat()
            return lstat(directory + "/" + path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
        }.sorted()
    }

    func inbox() throws -> [String] { try files(below: directories.inbox) }
    func quarantine() throws -> [String] { try files(below: directories.quarantine) }

    /// What is archived, without the day.
    func archive() throws -> [String] {
        try files(below: directories.archive).map { $0.split(separator: "/").dropFirst().joined(separator: "/") }
    }

    func receipts() throws -> [Receipt] { try store.receipts(limit: .max).reversed() }

    func reason(_ name: String) throws -> Reason {
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: path("quarantine/\(name).reason.json"))))
        return try #require(Reason(bytes))
    }
}

/// Clocks that a test moves: one stands still until then, one goes ahead of the system's, which dates files.
final class Hands: Sendable {
    private let passed = Mutex(Duration.zero)
    private let ahead = Mutex(Int64(0))

    var clock: InboxClock {
        InboxClock(
            uptime: { self.passed.withLock { $0 } },
            now: { RecordedTime(microseconds: SystemClock.now().microseconds + self.ahead.withLock { $0 } * 1_000_000) }
        )
    }

    /// Moves the clock that only passes.
    func pass(_ duration: Duration) { passed.withLock { $0 += duration } }

    /// Puts the clock on the wall forward: makes all files older.
    func putForward(seconds: Int64) { ahead.withLock { $0 += seconds } }
}
