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
}
