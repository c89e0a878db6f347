import Foundation
import Synchronization
import Testing

@testable import Threads

@Suite("Threads for tasks")
struct TaskThreadsTests {
    private static func thread() -> String {
        (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8))?.split(separator: "\n").first
            .map { String($0) } ?? ""
    }

    @Test func runATaskAndItsChildren() async throws {
        let threads = try TaskThreads("own", threads: 2)
        let names = await Task(executorPreference: threads) {
            await withTaskGroup(of: String.self) { group in
                for _ in 0..<1_000 {
                    group.addTask {
                        await Task.yield()
                        return Self.thread()
                    }
                }
                return await group.reduce(into: Set([Self.thread()])) { $0.insert($1) }
            }
        }.value
        #expect(names == ["own"])
    }

    @Test func wakeATaskThatAnotherThreadResumes() async throws {
        let threads = try TaskThreads("own", threads: 1)
        let name = await Task(executorPreference: threads) {
            do { try await BlockingThread.run("other") {} } catch { Issue.record(error) }
            return Self.thread()
        }.value
        #expect(name == "own")
    }
}

@Suite("A bell for changes")
struct ChangeBellTests {
    @Test(.timeLimit(.minutes(1)))
    func endsTheWaitAlsoWhereItRangBefore() {
        let bell = ChangeBell()
        for _ in 0..<3 { bell.ring() }
        bell.wait(atMost: .seconds(3600))
        bell.ring()
        bell.wait(atMost: .seconds(3600))
        #expect(!bell.isStopped)
    }

    @Test(.timeLimit(.minutes(1)))
    func isStoppedDuringARestAndAWait() async throws {
        for rest in [Duration.zero, .seconds(3600)] {
            let bell = ChangeBell()
            async let done: Void = BlockingThread.run("waits") {
                while !bell.isStopped { bell.wait(rest: rest, atMost: .seconds(3600)) }
                bell.waitForStop()
            }
            bell.stop()
            try await done
        }
    }

    /// However often it rings meanwhile, a look that comes after a ring follows.
    @Test(.timeLimit(.minutes(1)))
    func losesNoChange() async throws {
        let bell = ChangeBell()
        let changes = Atomic(0)
        let seen = Atomic(0)
        async let done: Void = BlockingThread.run("looks") {
            while seen.load(ordering: .acquiring) < 10_000 {
                bell.wait(atMost: .seconds(3600))
                seen.store(changes.load(ordering: .acquiring), ordering: .releasing)
            }
        }
        for _ in 0..<10_000 {
            changes.wrappingAdd(1, ordering: .acquiringAndReleasing)
            bell.ring()
        }
        try await done
    }
}
