import EventLog
import Foundation
import Testing

/// Root makes the files of a ledger for its owner; nobody else can.
@Suite(.enabled(if: getuid() == 0, "only root gives files away"))
struct LedgerFileTests {
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "LedgerFileTests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    private func facts(_ path: String) throws -> stat {
        var facts = stat()
        try #require(lstat(path, &facts) == 0)
        return facts
    }

    @Test(arguments: [mode_t(0o750), 0o2770])
    func aDirectoryGetsTheOwnerOfTheOneItIsIn(mode: mode_t) throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "incoming").path
        try #require(chown(directory.path, 47_110, 47_111) == 0)
        #expect(LedgerFile.makeDirectory(path, mode: mode))
        let made = try facts(path)
        #expect((made.st_uid, made.st_gid, made.st_mode & 0o7777) == (47_110, 47_111, mode))
        // One that is there already is left as it is.
        try #require(chown(path, 0, 0) == 0)
        #expect(LedgerFile.makeDirectory(path))
        #expect(try facts(path).st_uid == 0)
    }
}
