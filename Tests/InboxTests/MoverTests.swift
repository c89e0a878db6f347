import EventLog
import Foundation
import StoryEvents
import Testing

@testable import Inbox

@Suite("A recorded file is moved once, and as it was read")
struct MoverTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test func finishesARemovalThatFailedBefore() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try desk.recordWithoutMoving(["a.json"])
        let (pending, name) = (try desk.store.pendingMoves()[0], FileName("a.json"))
        let inbox = try Directory(path: desk.directories.inbox)
        let original = try #require(try inbox.facts(of: name))
        // It was moved out of its producer's reach, and then the system refused to remove it.
        try inbox.move(name, to: Directory(path: desk.directories.staging), as: FileName("leaving-1"))
        let mover = Mover(
            DestinationDirectories(desk.directories), Staging(desk.directories.staging),
            FolderTree(desk.directories.inbox, nil),
            desk.store, desk.logger)
        let receipt = try #require(try desk.store.receipt(number: 1))
        let place = Place(path: pending.from)
        mover.add([Recorded.File(move: pending, place: place, receipt: receipt, hasCopy: true, original: original)])
        try mover.run()
        #expect(try desk.files(below: desk.directories.staging).isEmpty)
        #expect(try desk.archive() == ["inbox/a.json"])
    }

    /// Its producer has written other bytes, as many, since it was read: they are not taken yet.
    @Test func leavesAFileThatWasRewrittenSince() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try desk.recordWithoutMoving(["a.json"])
        let (pending, name) = (try desk.store.pendingMoves()[0], FileName("a.json"))
        let original = try #require(try Directory(path: desk.directories.inbox).facts(of: name))
        let other = Documents.published("brigde")
        let file = try FileHandle(forWritingTo: URL(filePath: desk.path("inbox/a.json")))
        try file.write(contentsOf: Data(other.utf8))
        var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
        #expect(futimens(file.fileDescriptor, &times) == 0)
        let mover = Mover(
            DestinationDirectories(desk.directories), Staging(desk.directories.staging),
            FolderTree(desk.directories.inbox, nil),
            desk.store, desk.logger)
        let receipt = try #require(try desk.store.receipt(number: 1))
        let place = Place(path: pending.from)
        mover.add([Recorded.File(move: pending, place: place, receipt: receipt, hasCopy: true, original: original)])
        try mover.run()
        #expect(try String(contentsOfFile: desk.path("inbox/a.json"), encoding: .utf8) == other)
        #expect(try desk.archive() == ["inbox/a.json"])
    }

    /// Its producer has written other bytes, as many, and set the time of modification back: the time of the change tells.
    @Test func leavesAFileWhoseTimeWasSetBack() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try desk.recordWithoutMoving(["a.json"])
        let (pending, name) = (try desk.store.pendingMoves()[0], FileName("a.json"))
        let original = try #require(try Directory(path: desk.directories.inbox).facts(of: name))
        let other = Documents.published("brigde")
        let file = try FileHandle(forWritingTo: URL(filePath: desk.path("inbox/a.json")))
        try file.write(contentsOf: Data(other.utf8))
        let old = timespec(
            tv_sec: Int(original.modified / 1_000_000_000), tv_nsec: Int(original.modified % 1_000_000_000))
        var times = [old, old]
        #expect(futimens(file.fileDescriptor, &times) == 0)
        let mover = Mover(
            DestinationDirectories(desk.directories), Staging(desk.directories.staging),
            FolderTree(desk.directories.inbox, nil),
            desk.store, desk.logger)
        let receipt = try #require(try desk.store.receipt(number: 1))
        let place = Place(path: pending.from)
        mover.add([Recorded.File(move: pending, place: place, receipt: receipt, hasCopy: true, original: original)])
        try mover.run()
        #expect(try String(contentsOfFile: desk.path("inbox/a.json"), encoding: .utf8) == other)
        #expect(try desk.archive() == ["inbox/a.json"])
    }

    /// Only its rights were changed since: it is the file that was read, and goes.
    @Test func removesAFileThatIsTheSameButForItsRights() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try desk.recordWithoutMoving(["a.json"])
        let (pending, name) = (try desk.store.pendingMoves()[0], FileName("a.json"))
        let original = try #require(try Directory(path: desk.directories.inbox).facts(of: name))
        usleep(20_000)
        #expect(chmod(desk.path("inbox/a.json"), 0o604) == 0)
        let mover = Mover(
            DestinationDirectories(desk.directories), Staging(desk.directories.staging),
            FolderTree(desk.directories.inbox, nil),
            desk.store, desk.logger)
        let receipt = try #require(try desk.store.receipt(number: 1))
        let place = Place(path: pending.from)
        mover.add([Recorded.File(move: pending, place: place, receipt: receipt, hasCopy: true, original: original)])
        try mover.run()
        #expect(try desk.inbox().isEmpty)
        #expect(try desk.archive() == ["inbox/a.json"])
    }
}
