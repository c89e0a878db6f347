import Foundation
import Glibc
import Testing

@testable import LedgerService

@Suite("Whether a lock is held can be told without opening its file")
struct SystemLocksTests {
    @Test func tellsAHeldLockFromAFreeOne() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        defer {
            close(descriptor)
            unlink(path)
        }
        var file = stat()
        #expect(lstat(path, &file) == 0)
        #expect(SystemLocks.isHeld(file, list: try #require(SystemLocks.list())) == false)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        #expect(SystemLocks.isHeld(file, list: try #require(SystemLocks.list())) == true)
        #expect(flock(descriptor, LOCK_UN) == 0)
        #expect(SystemLocks.isHeld(file, list: try #require(SystemLocks.list())) == false)
    }

    @Test(
        arguments: [
            ("1: FLOCK  ADVISORY  WRITE 1 fd:01:7 0 EOF", true), ("1: POSIX  ADVISORY  WRITE 1 fd:01:7 0 EOF", false),
            ("1: FLOCK  ADVISORY  WRITE 1 fd:01:8 0 EOF", false), ("1: FLOCK  ADVISORY  WRITE 1 00:2a:7 0 EOF", nil),
            ("", false), ("1: FLOCK", false), ("1: FLOCK a b c d:e:f g", false),
        ] as [(String, Bool?)])
    func readsALine(_ line: String, _ isHeld: Bool?) {
        var file = stat()
        file.st_dev = 0xFD01
        file.st_ino = 7
        #expect(SystemLocks.isHeld(file, list: line) == isHeld)
    }
}
