import Foundation
import Testing

@testable import Threads

@Suite("A thread of its own")
struct BlockingThreadTests {
    struct Refused: Error, Equatable {}

    @Test func givesBackWhatItsBodyReturnsAndThrows() async throws {
        #expect(try await BlockingThread.run("test") { 7 } == 7)
        await #expect(throws: Refused.self) { try await BlockingThread.run("test") { throw Refused() } }
    }

    @Test func hasItsName() async throws {
        let name = try await BlockingThread.run("a-name-that-is-too-long") {
            try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
        }
        #expect(name == "a-name-that-is-\n")
    }

    /// A stack beyond the address space: the system starts no such thread.
    @Test func saysWhyItDidNotStart() {
        #expect(throws: BlockingThread.NotStarted(name: "huge", code: EAGAIN)) {
            try BlockingThread.start("huge", stackBytes: 1 << 46) { Issue.record("it ran") }
        }
        #expect(throws: BlockingThread.NotStarted(name: "tiny", code: EINVAL)) {
            try BlockingThread.start("tiny", stackBytes: 1) { Issue.record("it ran") }
        }
    }
}

@Suite("What the system allows")
struct SystemLimitsTests {
    @Test func whatIsAllowedIsEnough() throws { try SystemLimits.check(threads: 3, files: 8) }
}
