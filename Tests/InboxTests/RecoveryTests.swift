import EventLog
import Foundation
import StoryEvents
import Testing

@testable import Inbox

/// What a process leaves that is killed between the commit and the moves: the ledger knows, the inbox does not.
@Suite struct RecoveryTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    /// Records files as the intake does, and moves none.
    private func recordWithoutMoving(_ names: [String]) throws {
        let inbox = try Directory(path: desk.directories.inbox)
        let shelves = Shelves(desk.directories)
        var submissions: [Submission] = []
        var inodes: [UInt64] = []
        for name in names {
            let bytes = try [UInt8](Data(contentsOf: URL(filePath: desk.directories.inbox + "/" + name)))
            submissions.append(Submission(file: "\(name)", bytes: bytes, format: .json, defaultSource: "inbox"))
            inodes.append(try #require(try inbox.facts(of: FileName(name))).inode)
        }
        _ = try Recorder(desk.store).record(submissions) { index, receipt in
            let place = Place(path: Array(names[index].utf8))
            return PendingMove(
                receipt: receipt.number, from: place.path, to: shelves.promise(place, receipt).path,
                inode: inodes[index])
        }
    }

    @Test func resumesAfterACrashBetweenCommitAndMove() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try desk.drop("{", as: "b.json")
        try recordWithoutMoving(["a.json", "b.json"])
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
        try recordWithoutMoving(["a.json", "b.json"])
        // One was moved before the crash.
        let target = String(decoding: try desk.store.pendingMoves()[0].to, as: UTF8.self)
        try FileManager.default.createDirectory(
            atPath: (desk.path(target) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        #expect(rename(desk.path("inbox/a.json"), desk.path(target)) == 0)
        let intake = try desk.intake()
        intake.turn()
        #expect(try desk.archive() == ["inbox/a.json", "inbox/b.json"])
        #expect(try desk.receipts().count == 2)
        intake.finish()
        #expect(try desk.store.pendingMoves().isEmpty)
    }

    @Test func takesAnotherFileOfTheSameNameForWhatItIs() throws {
        try desk.drop(Documents.published("old"), as: "a.json")
        try recordWithoutMoving(["a.json"])
        try desk.drop(Documents.published("new"), as: "a.json")
        let intake = try desk.intake()
        desk.settle(intake)
        #expect(try desk.receipts().flatMap(\.entries).map(\.story.description) == ["old", "new"])
        #expect(try desk.archive() == ["inbox/a.json"])
    }

    @Test func takesAFileThatWasWrittenAnewSince() throws {
        try desk.write(Documents.published("old").utf8, to: "a.json")
        try recordWithoutMoving(["a.json"])
        let handle = try FileHandle(forWritingTo: URL(filePath: desk.path("inbox/a.json")))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(Documents.published("new").utf8))
        try handle.close()
        let intake = try desk.intake()
        desk.settle(intake)
        #expect(try desk.receipts().flatMap(\.entries).map(\.story.description) == ["old", "new"])
    }

    @Test func movesNothingOverWhatIsThere() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try recordWithoutMoving(["a.json"])
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
        try recordWithoutMoving(["a.json"])
        try desk.remove("inbox/a.json")
        let intake = try desk.intake()
        intake.turn()
        intake.finish()
        #expect(try desk.store.pendingMoves().isEmpty)
        #expect(try desk.archive().isEmpty)
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
