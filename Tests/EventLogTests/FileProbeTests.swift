import Foundation
import Testing

@testable import EventLog

/// Two paths to one file are one file, by a link or another spelling; what leads nowhere is the same as nothing.
struct FileProbeTests {
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "FileProbeTests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    @Test func pathsLeadToOneFileOrToTwo() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let (file, other) = (directory.path + "/file", directory.path + "/other")
        for path in [file, other] { try Data("the same".utf8).write(to: URL(filePath: path)) }
        try FileManager.default.createSymbolicLink(atPath: directory.path + "/link", withDestinationPath: "file")
        try FileManager.default.createSymbolicLink(atPath: directory.path + "/broken", withDestinationPath: "gone")
        try #require(link(file, directory.path + "/second") == 0)
        for name in ["file", "link", "second", "../\(directory.lastPathComponent)/file"] {
            #expect(FileProbe.isSame(file, directory.path + "/" + name), "\(name)")
        }
        for name in ["other", "broken", "gone", ""] {
            #expect(!FileProbe.isSame(file, directory.path + "/" + name), "\(name)")
        }
        let gone = directory.path + "/gone"
        #expect(!FileProbe.isSame(gone, gone), "nothing is no file")
    }
}
