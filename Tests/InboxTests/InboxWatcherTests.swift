import EventLog
import Foundation
import ServiceLifecycle
import Testing

@testable import Inbox

/// The real thing: its own thread, inotify, the system's clocks.
@Suite struct InboxWatcherTests {
    let desk: Desk

    init() throws {
        desk = try Desk()
        desk.settings.settle = .milliseconds(100)
        desk.settings.scanInterval = .milliseconds(500)
        desk.settings.pollInterval = .milliseconds(50)
    }

    /// Runs a watcher while `body` runs, then shuts down gracefully.
    private func whileWatching(_ body: @Sendable (InboxWatcher) async throws -> Void) async throws {
        let watcher = InboxWatcher(
            directories: desk.directories, store: desk.store, settings: desk.settings, logger: desk.logger)
        let group = ServiceGroup(configuration: .init(services: [.init(service: watcher)], logger: desk.logger))
        async let running: Void = group.run()
        try await body(watcher)
        await group.triggerGracefulShutdown()
        try await running
    }

    @Test func takesFilesInUntilItIsShutDown() async throws {
        nonisolated(unsafe) let desk = desk
        try await whileWatching { watcher in
            for number in 0..<50 {
                try desk.drop(
                    Documents.published("story-\(number)"),
                    as: number % 2 == 0 ? "\(number).json" : "cms/\(number).json")
            }
            try desk.drop("{", as: "bad.json")
            try desk.drop(Documents.updated("later", body: "x"), as: "u.json")
            try await eventually { watcher.status.taken == 50 && watcher.status.quarantined == 1 }
            try await eventually { watcher.status.waiting.map(\.file) == ["u.json"] }
            try desk.drop(Documents.published("later"), as: "p.json")
            try await eventually { watcher.status.taken == 52 }
        }
        #expect(try desk.store.pendingMoves().isEmpty)
        #expect(try desk.inbox().isEmpty)
    }

    @Test func seesWhatAnotherProcessPublishes() async throws {
        nonisolated(unsafe) let desk = desk
        try await whileWatching { watcher in
            try desk.drop(Documents.updated("bridge", body: "x"), as: "a.json")
            try await eventually { !watcher.status.waiting.isEmpty }
            let other = try SQLiteEventStore(path: desk.path("ledger.db"))
            let document = Submission(
                file: "-", bytes: Array(Documents.published("bridge").utf8), format: .json, defaultSource: "inbox")
            _ = try Recorder(other).record([document])
            try await eventually { watcher.status.appended == 1 }
        }
    }

    @Test func endsWhenItsTaskIsCancelled() async throws {
        let watcher = desk.watcher()
        let task = Task { try await watcher.run() }
        task.cancel()
        try await task.value
    }

    @Test func throwsWhereTheDirectoriesCannotBeUsed() async throws {
        try desk.remove("inbox")
        try Data().write(to: URL(filePath: desk.directories.inbox))
        await #expect(throws: InboxError.self) { try await desk.watcher().run() }
    }
}

/// Waits until something holds; fails after more looks than any machine needs.
///
/// Looks are counted, not seconds: while other tests hold the threads, what is waited for may not have begun.
func eventually(_ condition: () throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    for _ in 0..<12_000 {
        if try condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("it did not come about", sourceLocation: sourceLocation)
}
