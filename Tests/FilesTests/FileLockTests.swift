import Foundation
import Glibc
import Testing

@testable import Files

@Suite("A lock on an open file")
struct FileLockTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "lock-\(UUID())").path

    private func opened() throws -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        return descriptor
    }

    @Test func oneHoldsItAlone() throws {
        defer { unlink(path) }
        let (one, other) = (try opened(), try opened())
        defer { close(other) }
        #expect(FileLock.attempt(one) == .taken)
        #expect(FileLock.attempt(other) == .held)
        #expect(FileLock.attempt(other, isShared: true) == .held)
        #expect(FileLock.wait(other, patience: .milliseconds(5)) == .held)
        close(one)
        #expect(FileLock.wait(other, patience: .zero) == .taken)
    }

    @Test func manyShareIt() throws {
        defer { unlink(path) }
        let (one, other) = (try opened(), try opened())
        defer { close(other) }
        #expect(FileLock.attempt(one, isShared: true) == .taken)
        #expect(FileLock.attempt(other, isShared: true) == .taken)
        #expect(FileLock.attempt(other) == .held)
        close(one)
        #expect(FileLock.attempt(other) == .taken)
    }

    /// Who waits gets the lock when it is free, and not before.
    @Test func whoWaitsGetsIt() throws {
        defer { unlink(path) }
        let (one, other) = (try opened(), try opened())
        defer { close(other) }
        #expect(FileLock.attempt(one) == .taken)
        Thread.detachNewThread {
            usleep(50_000)
            close(one)
        }
        #expect(FileLock.wait(other, patience: .seconds(60)) == .taken)
    }

    @Test func saysWhatTheSystemSays() {
        #expect(FileLock.attempt(-1) == .failed(EBADF))
        #expect(FileLock.wait(-1, patience: .seconds(60)) == .failed(EBADF))
    }
}
