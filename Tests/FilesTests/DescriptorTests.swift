import Foundation
import Glibc
import Synchronization
import Testing

@testable import Files

@Suite("Whole reads and writes")
struct DescriptorTests {
    /// Both ends of a pipe, whose room is one page.
    private func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(Glibc.pipe(&ends) == 0)
        try #require(fcntl(ends[1], F_SETPIPE_SZ, 4096) >= 4096)
        return (ends[0], ends[1])
    }

    private let F_SETPIPE_SZ: Int32 = 1031

    /// SIGUSR2 ends a call of the system that waits, and does nothing else.
    private func ignoreSignals() throws {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        try #require(sigaction(SIGUSR2, &action, nil) == 0)
    }

    /// The threads that tests run on block signals, and so do those that they start.
    private func letSignalsCome() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGUSR2)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// A pipe takes and gives a page at a time, and signals interrupt both ends all the while.
    @Test func partsAndSignalsChangeNothing() throws {
        try ignoreSignals()
        let (reading, writing) = try pipe()
        let sent = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        // The threads that wait for the pipe, as long as they do.
        let waiting = Mutex([pthread_self()])
        let writer = Thread {
            defer { close(writing) }
            letSignalsCome()
            waiting.withLock { $0.append(pthread_self()) }
            defer { waiting.withLock { $0 = [] } }
            let (first, rest) = (sent[..<100_000], sent[100_000...])
            #expect(throws: Never.self) { try Descriptor.write(first, to: writing) }
            #expect(throws: Never.self) { try Descriptor.write(rest, to: writing) }
        }
        let interrupter = Thread {
            while waiting.withLock({ threads in
                for thread in threads { pthread_kill(thread, SIGUSR2) }
                return !threads.isEmpty
            }) { usleep(50) }
        }
        letSignalsCome()
        interrupter.start()
        writer.start()
        defer { close(reading) }
        // A reader that pauses lets the writer fill the pipe, and wait in the middle of a write.
        usleep(20_000)
        #expect(try Descriptor.read(150_000, from: reading) == Array(sent[..<150_000]))
        #expect(try Descriptor.read(150_001, from: reading) == Array(sent[150_000...]))
        #expect(try Descriptor.read(1, from: reading) == [])
    }

    /// The system takes less than it was given: a write waits for room, and a signal ends it.
    @Test func whatIsLeftOfAWriteFollows() throws {
        try ignoreSignals()
        let (reading, writing) = try pipe()
        defer { close(reading) }
        let sent = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        let waiting = Mutex<pthread_t?>(nil)
        let hasEnded = Mutex(false)
        let writer = Thread {
            defer { close(writing) }
            letSignalsCome()
            waiting.withLock { $0 = pthread_self() }
            #expect(throws: Never.self) { try Descriptor.write(sent, to: writing) }
            waiting.withLock { $0 = nil }
            hasEnded.withLock { $0 = true }
        }
        writer.start()
        var received: [UInt8] = []
        while received.count < sent.count {
            var room: CInt = 0
            repeat {
                _ = ioctl(reading, UInt(FIONREAD), &room)
            } while room < min(4096, sent.count - received.count) && !hasEnded.withLock { $0 }
            // It waits in the middle of a write now, or soon.
            for _ in 0..<3 {
                usleep(1_000)
                waiting.withLock { thread in if let thread { pthread_kill(thread, SIGUSR2) } }
            }
            let part = try Descriptor.readSome(atMost: 4096, from: reading)
            try #require(!part.isEmpty)
            received += part
        }
        #expect(received == sent)
        #expect(try Descriptor.readSome(atMost: 1, from: reading) == [])
    }

    @Test func readsWhatIsThere() throws {
        let (reading, writing) = try pipe()
        defer { close(reading) }
        try Descriptor.write([1, 2, 3], to: writing)
        #expect(try Descriptor.readSome(atMost: 2, from: reading) == [1, 2])
        #expect(try Descriptor.readSome(atMost: 2, from: reading) == [3])
        close(writing)
        #expect(try Descriptor.readSome(atMost: 2, from: reading) == [])
    }

    @Test func saysWhatTheSystemSays() throws {
        let full = open("/dev/full", O_RDWR | O_CLOEXEC)
        try #require(full >= 0)
        defer { close(full) }
        #expect(throws: SystemFault(code: ENOSPC)) { try Descriptor.write([1], to: full) }
        #expect(throws: Never.self) { try Descriptor.write([], to: full) }
        let directory = open("/", O_RDONLY | O_CLOEXEC)
        defer { close(directory) }
        #expect(throws: SystemFault(code: EISDIR)) { try Descriptor.read(1, from: directory) }
        #expect(throws: SystemFault(code: EISDIR)) { try Descriptor.readSome(atMost: 1, from: directory) }
        #expect(SystemFault(code: EISDIR).reason == "Is a directory")
    }
}
