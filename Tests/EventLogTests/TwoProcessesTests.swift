import EventLog
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

/// This test program starts itself again as the other process, which is told by its environment what to append to.
@Suite("Two processes append to one log")
struct TwoProcessesTests {
    private static let other = ProcessInfo.processInfo.environment["STORYLEDGER_TEST_LOG"]
    private static let count = 60

    @Test func loseNothing() throws {
        let ledger = try TemporaryLedger()
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--testing-library", "swift-testing", "--filter", "TwoProcessesTests/appendsAsTheOther"]
        process.environment = ProcessInfo.processInfo.environment.merging(["STORYLEDGER_TEST_LOG": ledger.path]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let store = try ledger.open(.readWrite)
        // Begins once the other one has, so that the two do meet.
        while try store.size() == 0, process.isRunning { sched_yield() }
        try Self.append(to: store, as: "first")
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)

        let envelopes = try ledger.open(.readOnly).events(from: .first, limit: .max).map(\.envelope)
        #expect(envelopes.map(\.position.value) == Array(0..<Int64(4 * Self.count)))
        for (story, count) in [("first", Self.count), ("other", Self.count), ("shared", 2 * Self.count)] {
            let own = envelopes.filter { $0.story.text.string == story }
            #expect(own.map(\.revision.value) == Array(0..<Int64(count)))
            #expect(own.dropFirst().map(\.previous) == own.dropLast().map(\.position))
        }
        #expect(zip(envelopes, envelopes.dropFirst()).allSatisfy { $0.recorded <= $1.recorded })
    }

    @Test(.enabled(if: other != nil))
    func appendsAsTheOther() throws {
        try Self.append(to: try SQLiteEventStore(path: try #require(Self.other)), as: "other")
    }

    private static func append(to store: SQLiteEventStore, as name: String) throws {
        for number in 0..<count {
            let events = [
                try NewEvent.sample(name, id: "\(number) of \(name)"),
                try NewEvent.sample("shared", id: "shared \(number) of \(name)"),
            ]
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                for event in events { _ = try transaction.append(event, expecting: .any) }
            }
        }
    }
}
