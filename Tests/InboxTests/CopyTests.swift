import CanonicalJSON
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

    /// Such a file is copied first, and read from the copy in pieces.
    @Test(arguments: [true, false])
    func aLongFileIsTakenAsAShortOneIs(isRight: Bool) throws {
        let intake = try desk.intake()
        intake.turn()
        let body = String(repeating: "The bridge is closed. ", count: 3_000)
        var text = (0..<80).map { number in
            Documents.published("s\(number)", body: body).split(separator: "\n").joined() + "\n"
        }.joined()
        if !isRight { text += "{\n" }
        #expect(text.utf8.count > 5 << 20)
        try desk.drop(text, as: "long.ndjson")
        intake.turn()
        let receipt = try #require(try desk.receipts().first)
        #expect(receipt.outcome == (isRight ? .appended : .quarantined))
        #expect(receipt.entries.count == (isRight ? 80 : 0))
        #expect(try desk.inbox().isEmpty)
        let path = try isRight ? archived("long.ndjson") : desk.path("quarantine/long.ndjson")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        let folder = try Directory(path: (path as NSString).deletingLastPathComponent)
        #expect(try folder.sha256(of: FileName("long.ndjson")) == receipt.sha256)
        #expect(try FileManager.default.contentsOfDirectory(atPath: desk.directories.staging).isEmpty)
        guard !isRight, case .object(let refusal)? = receipt.refusals.first else { return }
        #expect(refusal["line"] == .integer(81))
    }

    @Test func aLongFileThatChangesWhileItIsCopiedIsNotTaken() throws {
        let staging = Staging(desk.path("copies"))
        let directory = try Directory(path: desk.directories.inbox)
        try desk.write([UInt8](repeating: 65, count: 600_000), to: "long.json")
        let file = try OpenFile(FileName("long.json"), in: directory)
        let place = Place(path: Array("long.json".utf8))
        let copy = try staging.copy(file, of: place, inode: 7, sync: true)
        #expect(try Data(contentsOf: URL(filePath: copy)).count == 600_000)
        let handle = try FileHandle(forWritingTo: URL(filePath: desk.directories.inbox + "/long.json"))
        try handle.seekToEnd()
        try handle.write(contentsOf: [66])
        #expect(throws: Staging.CopyFault.self) { try staging.copy(file, of: place, inode: 7, sync: true) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: desk.path("copies")).isEmpty)
    }
}
