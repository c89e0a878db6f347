import EventLog
import Foundation
import StoryEvents
import Testing

@testable import Inbox

/// What a process leaves that is killed between the commit and the moves: the ledger knows, the inbox does not.
@Suite struct RecoveryTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test func resumesAfterACrashBetweenCommitAndMove() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try desk.drop("{", as: "b.json")
        try desk.recordWithoutMoving(["a.json", "b.json"])
        let intake = try desk.intake()
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.appended, .quarantined])
        #expect(try desk.inbox().isEmpty)
        #expect(try desk.archive() == ["inbox/a.json"])
        #expect(try desk.quarantine() == ["b.json", "b.json.reason.json"])
        #expect(try desk.reason("b.json").json == desk.receipts()[1].json)
        intake.finish()
        #expect(try desk.store.pendingMoves().isEmpty)
    }

    @Test func resumesAfterACrashAmongTheMoves() throws {
        for name in ["a.json", "b.json"] { try desk.drop(Documents.published(name), as: name) }
        try desk.recordWithoutMoving(["a.json", "b.json"])
        // The copy of one was filed before the crash, and its original not removed.
        let move = try desk.store.pendingMoves()[0]
        let target = try #require(Destination(path: move.to))
        let shelf = try DestinationDirectories(desk.directories).directory(target.shelf)
        let staging = Staging(desk.directories.staging)
        #expect(
            try staging.move(Place(path: move.from), inode: move.inode, to: shelf, as: target.name, mode: nil))
        let intake = try desk.intake()
        intake.turn()
        #expect(try desk.archive() == ["inbox/a.json", "inbox/b.json"])
        #expect(try desk.receipts().count == 2)
        intake.finish()
        #expect(try desk.store.pendingMoves().isEmpty)
    }

    /// A file system gives the inode of a removed file to the next one. Its copy then has the name that the copy of the
    /// first one had, and a kill may leave a part of it.
    @Test func takesNoPartOfTheNextCopyForThatOfAFiledOne() throws {
        try desk.drop(Documents.published("old"), as: "a.json")
        try desk.recordWithoutMoving(["a.json"])
        let move = try desk.store.pendingMoves()[0]
        let (place, target) = (Place(path: move.from), try #require(Destination(path: move.to)))
        let shelf = try DestinationDirectories(desk.directories).directory(target.shelf)
        let staging = Staging(desk.directories.staging)
        #expect(try staging.move(place, inode: move.inode, to: shelf, as: target.name, mode: nil))
        try FileManager.default.removeItem(atPath: desk.path("inbox/a.json"))
        try staging.write(Array("---\ntype: publ".utf8), of: place, inode: move.inode, sync: true)
        let intake = try desk.intake()
        intake.turn()
        intake.finish()
        #expect(try desk.archive() == ["inbox/a.json"])
        #expect(try desk.store.pendingMoves().isEmpty)
        #expect(try staging.sha256(of: place, inode: move.inode) == nil)
    }

    @Test func takesAnotherFileOfTheSameNameForWhatItIs() throws {
        try desk.drop(Documents.published("old"), as: "a.json")
        try desk.recordWithoutMoving(["a.json"])
        try desk.drop(Documents.published("new"), as: "a.json")
        let intake = try desk.intake()
        desk.settle(intake)
        #expect(try desk.receipts().flatMap(\.entries).map(\.story.description) == ["old", "new"])
        #expect(try desk.archive() == ["inbox/a.2.json", "inbox/a.json"])
    }

    @Test func takesAFileThatWasWrittenAnewSince() throws {
        try desk.write(Documents.published("old").utf8, to: "a.json")
        try desk.recordWithoutMoving(["a.json"])
        let handle = try FileHandle(forWritingTo: URL(filePath: desk.path("inbox/a.json")))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(Documents.published("new").utf8))
        try handle.close()
        let intake = try desk.intake()
        desk.settle(intake)
        #expect(try desk.receipts().flatMap(\.entries).map(\.story.description) == ["old", "new"])
    }

    /// Its writer has emptied it since, and goes on writing after the start.
    @Test func leavesAFileThatIsBeingWrittenAgain() throws {
        try desk.write(Documents.published("old").utf8, to: "a.json")
        try desk.recordWithoutMoving(["a.json"])
        usleep(20_000)
        let handle = try FileHandle(forWritingTo: URL(filePath: desk.path("inbox/a.json")))
        try handle.truncate(atOffset: 0)
        let intake = try desk.intake()
        intake.turn()
        #expect(try desk.inbox() == ["a.json"])
        try handle.write(contentsOf: Data(Documents.published("new").utf8))
        try handle.close()
        desk.settle(intake)
        #expect(try desk.receipts().flatMap(\.entries).map(\.story.description) == ["old", "new"])
    }

    @Test func aFileWhoseBytesAPowerCutHasTakenHasOneOutcome() throws {
        // Their producer never synced them: one is empty, the other has its length and no bytes.
        try desk.drop("", as: "a.json")
        try desk.drop("", as: "b.json")
        #expect(truncate(desk.path("inbox/b.json"), Documents.published("b").utf8.count) == 0)
        try desk.recordWithoutMoving(
            ["a.json", "b.json"], texts: ["a.json": Documents.published("a"), "b.json": Documents.published("b")])
        let intake = try desk.intake()
        desk.settle(intake)
        #expect(try desk.receipts().map(\.outcome) == [.appended, .appended])
        #expect(try desk.inbox().isEmpty)
        for (name, receipt) in zip(["a", "b"], try desk.receipts()) {
            let day = String(receipt.recorded.description.prefix(10))
            let path = desk.path("archive/\(day)/inbox/\(name).json")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == Documents.published(name))
        }
    }

    @Test func removesCopiesThatNoReceiptNames() throws {
        let staging = Staging(desk.directories.staging)
        try staging.write([1, 2, 3], of: Place(path: Array("a.json".utf8)), inode: 7, sync: true)
        let intake = try desk.intake()
        intake.turn()
        #expect(try desk.files(below: desk.directories.staging).isEmpty)
    }

    @Test func movesNothingOverWhatIsThere() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try desk.recordWithoutMoving(["a.json"])
        let target = String(decoding: try desk.store.pendingMoves()[0].to, as: UTF8.self)
        try FileManager.default.createDirectory(
            atPath: (desk.path(target) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data("precious".utf8).write(to: URL(filePath: desk.path(target)))
        let intake = try desk.intake()
        intake.turn()
        #expect(try desk.archive() == ["inbox/a.1.json", "inbox/a.json"])
        #expect(try String(contentsOfFile: desk.path(target), encoding: .utf8) == "precious")
    }

    @Test func forgetsFilesThatSomebodyRemoved() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try desk.recordWithoutMoving(["a.json"])
        try desk.remove("inbox/a.json")
        let intake = try desk.intake()
        intake.turn()
        intake.finish()
        #expect(try desk.store.pendingMoves().isEmpty)
        #expect(try desk.archive() == ["inbox/a.json"])
    }

    @Test func movesAtTheNextStartWhatCouldNotBeMovedAtAll() throws {
        let intake = try desk.intake()
        intake.turn()
        // The archive's day is a file: nothing can be moved below it.
        let day = String(SystemClock.now().description.prefix(10))
        try Data().write(to: URL(filePath: desk.path("archive/\(day)")))
        try desk.drop(Documents.published("bridge"), as: "a.json")
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.appended])
        #expect(try desk.inbox() == ["a.json"])
        #expect(desk.board.status.unmoved == ["a.json"])
        // It is not taken again.
        intake.lookThroughEverything()
        intake.turn()
        #expect(try desk.receipts().count == 1)
        #expect(desk.log.entries.filter { $0.message == "recorded, but still in the inbox" }.count == 1)

        try desk.remove("archive/\(day)")
        let next = try desk.intake()
        next.turn()
        #expect(try desk.receipts().count == 1)
        #expect(try desk.archive() == ["inbox/a.json"])
    }
}
