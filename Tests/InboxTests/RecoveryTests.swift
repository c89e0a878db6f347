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
    ///
    /// - Parameter texts: What files held when they were read, where that is something else by now.
    private func recordWithoutMoving(_ names: [String], texts: [String: String] = [:]) throws {
        let inbox = try Directory(path: desk.directories.inbox)
        let shelves = DestinationDirectories(desk.directories)
        let staging = Staging(desk.directories.staging)
        var submissions: [Submission] = []
        var inodes: [UInt64] = []
        for name in names {
            let bytes =
                try texts[name].map { Array($0.utf8) }
                ?? [UInt8](Data(contentsOf: URL(filePath: desk.directories.inbox + "/" + name)))
            submissions.append(Submission(file: "\(name)", bytes: bytes, format: .json, defaultSource: "inbox"))
            inodes.append(try #require(try inbox.facts(of: FileName(name))).inode)
            try staging.write(bytes, of: Place(path: Array(name.utf8)), inode: inodes.last!, sync: true)
        }
        _ = try Recorder(desk.store).record(submissions) { index, receipt in
            let place = Place(path: Array(names[index].utf8))
            return PendingMove(
                receipt: receipt.number, from: place.path, to: shelves.promise(place, receipt).path,
                inode: inodes[index])
        }
    }

    /// A producer can put something else in the place of an original at the moment when that is removed, and take away what it
    /// would go back to. No start fails at it, and it stays the producer's.
    @Test func whatCannotGoBackIsKept() throws {
        let (staging, files) = (Staging(desk.directories.staging), FileManager.default)
        let place = Place(path: Array("cms/a.json".utf8))
        let path = desk.directories.inbox + "/cms"
        for (receipt, isDirectory) in [(Int64(7), false), (8, true)] {
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            if isDirectory {
                try files.createDirectory(atPath: path + "/a.json", withIntermediateDirectories: false)
            } else {
                try Data("a producer's own".utf8).write(to: URL(filePath: path + "/a.json"))
            }
            let folder = try Directory(path: path)
            let isOriginal = try staging.remove(place, in: folder, receipt: receipt) { _ in
                // Its directory is empty now, and goes.
                rmdir(path)
                return false
            }
            #expect(!isOriginal)
        }
        // A directory that an older program left.
        try files.createDirectory(
            atPath: desk.directories.staging + "/leaving-9", withIntermediateDirectories: false)
        try staging.finishRemoval(place, in: nil, receipt: 10) { _ in false }
        let kept = ["stranger-leaving-7", "stranger-leaving-8", "stranger-leaving-9"]
        #expect(try staging.clear(except: [], []).map(\.description).sorted() == kept)
        #expect(try staging.clear(except: [], []).map(\.description).sorted() == kept)
        #expect(
            try String(contentsOfFile: desk.directories.staging + "/stranger-leaving-7", encoding: .utf8)
                == "a producer's own")
        // Intake goes on, and they are named.
        try desk.drop(Documents.published("bridge"), as: "b.json")
        let intake = try desk.intake()
        desk.settle(intake)
        #expect(try desk.receipts().map(\.outcome) == [.appended])
        intake.finish()
        var found: [String] = []
        var reconciliation = Reconciliation(desk.store, desk.directories) { found.append($0.path.string) }
        _ = try reconciliation.run { _, _ in }
        #expect(found == kept.map { "incoming/\($0)" })
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

    @Test func finishesARemovalThatFailedBefore() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try recordWithoutMoving(["a.json"])
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
        try recordWithoutMoving(["a.json"])
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

    @Test func resumesAfterACrashAmongTheMoves() throws {
        for name in ["a.json", "b.json"] { try desk.drop(Documents.published(name), as: name) }
        try recordWithoutMoving(["a.json", "b.json"])
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

    @Test func takesAnotherFileOfTheSameNameForWhatItIs() throws {
        try desk.drop(Documents.published("old"), as: "a.json")
        try recordWithoutMoving(["a.json"])
        try desk.drop(Documents.published("new"), as: "a.json")
        let intake = try desk.intake()
        desk.settle(intake)
        #expect(try desk.receipts().flatMap(\.entries).map(\.story.description) == ["old", "new"])
        #expect(try desk.archive() == ["inbox/a.2.json", "inbox/a.json"])
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

    /// Its writer has emptied it since, and goes on writing after the start.
    @Test func leavesAFileThatIsBeingWrittenAgain() throws {
        try desk.write(Documents.published("old").utf8, to: "a.json")
        try recordWithoutMoving(["a.json"])
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
        try recordWithoutMoving(
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
