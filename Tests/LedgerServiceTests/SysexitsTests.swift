import EventLog
import Foundation
import Glibc
import Testing

@testable import LedgerService

@Suite struct SysexitsTests {
    @Test func theUnitDoesNotRestartWhatOnlyAPersonMends() throws {
        let unit = try String(contentsOfFile: "\(Self.root)/config/storyledgerd.service", encoding: .utf8)
        let line = try #require(unit.split(separator: "\n").first { $0.hasPrefix("RestartPreventExitStatus=") })
        let listed = Set(line.split(separator: "=")[1].split(separator: " ").compactMap { Int32($0) })
        #expect(listed == Set(Sysexits.allCases.filter { !$0.isMendedByRestart }.map(\.rawValue)))
    }

    @Test func eachFaultAtTheStartIsWaitedForOrEndsAsThatUnitNeeds() {
        let mended: [StartError] = [
            .log(.denied(path: "/l/ledger.db-shm", reason: "Permission denied")),
            .log(.noSecret(path: "/l/secret", reason: "No such file or directory")), .log(.interrupted(path: "/l")),
            .log(.missing(path: "/l")), .log(.damaged(path: "/l/ledger.db", "")), .publication(message: "", remedy: ""),
        ]
        for error in mended {
            #expect(!error.exit.isMendedByRestart && !error.isWaitedFor(isWatched: true), "\(error)")
        }
        let passing: [StartError] = [
            .log(.outOfSpace(path: "/l")), .log(.readOnly(path: "/l")), .log(.busy(path: "/l")),
        ]
        for error in passing { #expect(error.isWaitedFor(isWatched: false), "\(error)") }
        let locked = StartError.locked(directory: "/l", process: 7)
        #expect(locked.isWaitedFor(isWatched: true) && !locked.isWaitedFor(isWatched: false))
        for error in [StartError.system(path: "/l", reason: "Input/output error"), .limits(message: "", remedy: "")] {
            #expect(error.exit.isMendedByRestart && !error.isWaitedFor(isWatched: true), "\(error)")
        }
    }

    @Test(arguments: [
        (ENOSPC, "no space is left for /l"), (EDQUOT, "no space is left for /l"), (EROFS, "/l cannot be written"),
        (EACCES, "/l: Permission denied"), (EIO, "/l: Input/output error"),
    ])
    func aRefusedCallIsNamedAfterItsCause(code: Int32, message: String) {
        #expect(StartError(system: code, at: "/l").message == message)
    }

    private static var root: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardized.path
    }
}
