import EventLog
import Foundation
import StoryEvents
import Testing

@testable import Inbox

@Suite("A recorded file is moved once, and as it was read")
struct MoverTests {
    let desk: Desk

    private let name = FileName("a.json")

    init() throws { desk = try Desk() }

    /// Records a file that stays in the inbox.
    private func record() throws -> FileFacts {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try desk.recordWithoutMoving(["a.json"])
        return try #require(try Directory(path: desk.directories.inbox).facts(of: name))
    }

    private func move(_ original: FileFacts) throws {
        let mover = Mover(
            DestinationDirectories(desk.directories), Staging(desk.directories.staging),
            FolderTree(desk.directories.inbox, nil), desk.store, desk.logger)
        let pending = try desk.store.pendingMoves()[0]
        let receipt = try #require(try desk.store.receipt(number: 1))
        let place = Place(path: pending.from)
        mover.add([Recorded.File(move: pending, place: place, receipt: receipt, hasCopy: true, original: original)])
        try mover.run()
    }

    /// Other bytes, as many, with a time of modification, stay in the inbox when the recorded ones are moved.
    private func leaves(_ original: FileFacts, rewrittenAt time: timespec) throws {
        // The system's time of a change has steps of some milliseconds.
        usleep(20_000)
        let other = Documents.published("brigde")
        let file = try FileHandle(forWritingTo: URL(filePath: desk.path("inbox/a.json")))
        try file.write(contentsOf: Data(other.utf8))
        var times = [time, time]
        #expect(futimens(file.fileDescriptor, &times) == 0)
        try move(original)
        #expect(try String(contentsOfFile: desk.path("inbox/a.json"), encoding: .utf8) == other)
        #expect(try desk.archive() == ["inbox/a.json"])
    }

    @Test func finishesARemovalThatFailedBefore() throws {
        let original = try record()
        let inbox = try Directory(path: desk.directories.inbox)
        // It was moved out of its producer's reach, and then the system refused to remove it.
        try inbox.move(name, to: Directory(path: desk.directories.staging), as: FileName("leaving-1"))
        try move(original)
        #expect(try desk.files(below: desk.directories.staging).isEmpty)
        #expect(try desk.archive() == ["inbox/a.json"])
    }

    /// Its producer has written other bytes, as many, since it was read: they are not taken yet.
    @Test func leavesAFileThatWasRewrittenSince() throws {
        let original = try record()
        try leaves(original, rewrittenAt: timespec(tv_sec: 1, tv_nsec: 0))
    }

    /// Its producer has written other bytes, as many, and set the time of modification back: the time of the change tells.
    @Test func leavesAFileWhoseTimeWasSetBack() throws {
        let original = try record()
        let (seconds, rest) = original.modified.quotientAndRemainder(dividingBy: 1_000_000_000)
        try leaves(original, rewrittenAt: timespec(tv_sec: Int(seconds), tv_nsec: Int(rest)))
    }

    /// Only its rights were changed since: it is the file that was read, and goes.
    @Test func removesAFileThatIsTheSameButForItsRights() throws {
        let original = try record()
        usleep(20_000)
        #expect(chmod(desk.path("inbox/a.json"), 0o604) == 0)
        try move(original)
        #expect(try desk.inbox().isEmpty)
        #expect(try desk.archive() == ["inbox/a.json"])
    }
}
