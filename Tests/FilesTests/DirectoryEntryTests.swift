import Foundation
import Glibc
import Testing

@testable import Files

@Suite("The names in a directory")
struct DirectoryEntryTests {
    @Test func areAllListed() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "names-\(UUID())").path
        try #require(mkdir(path, 0o700) == 0)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: path) } }
        // 0xFF is in no text.
        let odd = Array(path.utf8) + [0x2F, 0xFF, 0]
        try #require(odd.withUnsafeBytes { mkdir($0.baseAddress!.assumingMemoryBound(to: CChar.self), 0o700) } == 0)
        for name in [".hidden", "...", "a"] { close(open("\(path)/\(name)", O_CREAT | O_WRONLY, 0o600)) }
        let entries = try DirectoryEntry.list(path)
        #expect(Set(entries.map(\.name)) == [[0xFF], Array(".hidden".utf8), Array("...".utf8), Array("a".utf8)])
        #expect(entries.filter(\.isDirectory).map(\.name) == [[0xFF]])
    }

    @Test func saysWhatTheSystemSays() {
        #expect(throws: SystemFault(code: ENOENT)) { try DirectoryEntry.list("/nowhere") }
        #expect(throws: SystemFault(code: ENOTDIR)) { try DirectoryEntry.list("/dev/null") }
    }
}
