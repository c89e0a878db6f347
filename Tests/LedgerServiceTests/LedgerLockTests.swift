import Foundation
import Glibc
import Testing

@testable import LedgerService

@Suite struct LedgerLockTests {
    let directory: TemporaryDirectory
    let ledger: LedgerDirectory

    init() throws {
        directory = try TemporaryDirectory()
        ledger = LedgerDirectory(directory.path)
    }

    /// flock(2) locks an open file, so a second one of the same process stands for another process.
    @Test func refusesASecondDaemonAndNamesTheFirst() throws {
        let first = try LedgerLock(ledger)
        let error = #expect(throws: StartError.self) { try LedgerLock(ledger) }
        #expect(error == .locked(directory: directory.path, process: getpid()))
        #expect(error?.message == "another storyledgerd (process \(getpid())) has the ledger at \(directory.path)")
        #expect(error?.remedy == "stop it first, or name another ledger with --ledger")
        #expect(error?.exit == .tryAgain)
        withExtendedLifetime(first) {}
    }

    @Test func isFreeOnceItsHolderIsGone() throws {
        do {
            let first = try LedgerLock(ledger)
            withExtendedLifetime(first) {}
        }
        _ = try LedgerLock(ledger)
    }

    @Test func anOldFileLocksNothing() throws {
        try Data("4711\nunix:/run/an/older/place/health\n".utf8).write(to: URL(fileURLWithPath: ledger.lock))
        _ = try LedgerLock(ledger)
        #expect(try String(contentsOfFile: ledger.lock, encoding: .utf8) == "\(getpid())\n")
    }

    @Test func onlyALockThatIsNotThereIsHeldByNobody() throws {
        #expect(LedgerLock.isHeld(ledger) == .success(false))
        let file = directory.path + "/file"
        try Data().write(to: URL(fileURLWithPath: file))
        guard case .failure = LedgerLock.isHeld(LedgerDirectory(file)) else {
            Issue.record("a lock that cannot be looked for is no answer")
            return
        }
    }

    @Test func saysWhereItsHolderAnswers() throws {
        let lock = try LedgerLock(ledger, answersAt: .socket("/run/x/health"))
        #expect(LedgerLock.address(ledger) == .socket("/run/x/health"))
        // What was named while the disk took nothing, or was changed since, is named again.
        try Data("4711\n".utf8).write(to: URL(fileURLWithPath: ledger.lock))
        #expect(LedgerLock.address(ledger) == nil)
        #expect(lock.name() == 0)
        #expect(LedgerLock.address(ledger) == .socket("/run/x/health"))
        for text in ["4711\nnone\n", "4711\nauto\n", "4711\nunix:relative\n", "4711\n\u{0}\n", "\n", ""] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: ledger.lock))
            #expect(LedgerLock.address(ledger) == nil, "\(text)")
        }
    }

    /// Each process that can open a file can lock it.
    @Test(arguments: [0o640, 0o644, 0o600] as [mode_t]) func isTheOwnersAlone(before: mode_t) throws {
        try Data("4711\n".utf8).write(to: URL(fileURLWithPath: ledger.lock))
        chmod(ledger.lock, before)
        _ = try LedgerLock(ledger)
        var status = stat()
        #expect(stat(ledger.lock, &status) == 0 && status.st_mode & 0o7777 == 0o600)
    }

    @Test func followsNoLink() throws {
        let other = try directory.file("precious")
        try FileManager.default.createSymbolicLink(atPath: ledger.lock, withDestinationPath: other)
        let error = #expect(throws: StartError.self) { try LedgerLock(ledger) }
        #expect(error == .system(path: ledger.lock, reason: "Too many levels of symbolic links"))
        #expect(try String(contentsOfFile: other, encoding: .utf8) == "precious")
    }

    @Test func saysWhereThereIsNoDirectory() {
        let error = #expect(throws: StartError.self) { try LedgerLock(LedgerDirectory(directory.path + "/none")) }
        #expect(error?.message == "\(directory.path)/none/lock: No such file or directory")
        #expect(error?.exit == .inputOutput)
    }
}
