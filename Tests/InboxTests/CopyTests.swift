import EventLog
import Foundation
import StoryEvents
import Testing

@testable import Inbox

/// What is archived is what was read.
@Suite struct CopyTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    private func archived(_ name: String) throws -> String {
        let file = try #require(try desk.files(below: desk.directories.archive).first { $0.hasSuffix(name) })
        return desk.directories.archive + "/" + file
    }

    @Test func theArchiveHoldsAFileOfItsOwn() throws {
        let mask = umask(0o077)
        defer { umask(mask) }
        let intake = try desk.intake()
        intake.turn()
        try desk.write(Documents.published("bridge").utf8, to: "a.json")
        let path = desk.path("inbox/a.json")
        #expect(chmod(path, 0o6777) == 0)
        var before = stat()
        #expect(stat(path, &before) == 0)
        let writer = try FileHandle(forWritingTo: URL(filePath: path))
        intake.turn()
        var after = stat()
        let archived = try archived("a.json")
        #expect(stat(archived, &after) == 0)
        #expect(after.st_ino != before.st_ino && after.st_nlink == 1 && after.st_mode & 0o7777 == 0o440)
        // The producer's descriptor and its other names lead to nothing that is kept.
        try writer.truncate(atOffset: 0)
        try writer.write(contentsOf: Data("forged".utf8))
        #expect(try String(contentsOfFile: archived, encoding: .utf8) == Documents.published("bridge"))
        let directory = (archived as NSString).deletingLastPathComponent
        #expect(stat(directory, &after) == 0 && after.st_mode & 0o777 == 0o750)
    }

    @Test func quarantineHoldsAFileThatMayBeCorrected() throws {
        let intake = try desk.intake()
        intake.turn()
        try desk.drop("{", as: "a.json")
        intake.turn()
        var status = stat()
        #expect(stat(desk.path("quarantine/a.json"), &status) == 0 && status.st_mode & 0o777 == 0o640)
    }

    @Test func linksAndSpecialFilesBecomeALineOfText() throws {
        let intake = try desk.intake()
        intake.turn()
        #expect(mkfifo(desk.path("inbox/fifo.json"), 0o600) == 0)
        #expect(symlink("/etc/passwd", desk.path("inbox/link.json")) == 0)
        desk.settle(intake)
        #expect(try desk.inbox().isEmpty)
        #expect(try text("quarantine/fifo.json") == "fifo.json was a fifo\n")
        #expect(try text("quarantine/link.json") == "link.json was a symbolic link to /etc/passwd\n")
        var status = stat()
        #expect(lstat(desk.path("quarantine/link.json"), &status) == 0 && status.st_mode & S_IFMT == S_IFREG)
    }

    private func text(_ name: String) throws -> String { try String(contentsOfFile: desk.path(name), encoding: .utf8) }

    @Test func aFileThatTakesAnothersNameIsNotLost() throws {
        let place = Place(path: Array("a.json".utf8))
        let staging = Staging(desk.directories.staging)
        let inbox = try Directory(path: desk.directories.inbox)
        try desk.drop("old", as: "a.json")
        let old = try #require(try inbox.facts(of: place.name))
        try desk.drop("new", as: "a.json")
        #expect(try !staging.remove(place, in: inbox, receipt: 1) { $0.isSameFile(as: old) })
        #expect(try text("inbox/a.json") == "new")
        // The same, cut off by a kill after the first step.
        let leaving = desk.path("incoming/leaving-2")
        #expect(rename(desk.path("inbox/a.json"), leaving) == 0)
        try staging.finishRemoval(place, in: inbox, receipt: 2) { $0.isSameFile(as: old) }
        #expect(try text("inbox/a.json") == "new")
        #expect(rename(desk.path("inbox/a.json"), leaving) == 0)
        try staging.finishRemoval(place, in: inbox, receipt: 2) { _ in true }
        #expect(try desk.inbox().isEmpty && desk.files(below: desk.directories.staging).isEmpty)
    }
}
