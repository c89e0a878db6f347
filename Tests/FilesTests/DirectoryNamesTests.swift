import Glibc
import Testing

@testable import Files

@Suite struct DirectoryNamesTests {
    @Test(
        arguments: [
            ("/a/b", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("a/b", "a", "b"), ("/", "/", ""),
            // A slash with an accent on it is a slash.
            ("a/\u{301}b", "a", "\u{301}b"), ("/\u{301}", "/", "\u{301}"),
        ])
    func partsAPath(path: String, directory: String, name: String) {
        #expect(DirectoryNames.directory(of: path) == directory && DirectoryNames.name(of: path) == name)
        #expect(DirectoryNames.directory(of: Array(path.utf8)) == Array(directory.utf8))
    }

    @Test func syncsADirectoryAndNothingElse() throws {
        try DirectoryNames.sync("/tmp")
        #expect(throws: SystemFault(code: ENOENT)) { try DirectoryNames.sync("/tmp/storyledger-none") }
        #expect(throws: SystemFault(code: ENOTDIR)) { try DirectoryNames.sync("/etc/passwd") }
    }
}
