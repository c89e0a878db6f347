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

    /// What can be opened is enough, and one file more is not.
    @Test func filesAreCountedToTheLast() throws {
        var limit = rlimit()
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        try #require(getrlimit(files, &limit) == 0)
        let before = limit
        limit.rlim_cur = 128
        try #require(setrlimit(files, &limit) == 0)
        defer { var before = before; setrlimit(files, &before) }
        var opened: [Int32] = []
        while true {
            let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
            if file < 0 { break }
            opened.append(file)
        }
        for file in opened { close(file) }
        // A thread needs a pipe.
        try SystemLimits.check(threads: 0, files: opened.count)
        #expect(throws: SystemLimits.TooLow.self) { try SystemLimits.check(threads: 0, files: opened.count + 1) }
    }
}
