import EventLog
import Foundation
import Testing

@testable import Inbox

@Suite struct UnfinishedFilesTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    private func begin(_ name: String) throws -> FileHandle {
        let file = open(desk.directories.inbox + "/" + name, O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        return FileHandle(fileDescriptor: file, closeOnDealloc: true)
    }

    @Test func takesNothingThatIsStillBeingWritten() throws {
        let intake = try desk.intake()
        intake.turn()
        let text = Data(Documents.published("bridge").utf8)
        let handle = try begin("a.json")
        for byte in text {
            try handle.write(contentsOf: [byte])
            intake.turn()
            intake.lookThroughEverything()
            intake.turn()
            #expect(try desk.receipts().isEmpty)
        }
        try handle.close()
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.appended])
    }

    @Test func waitsForTheContentsOfAFileThatWasMadeEmpty() throws {
        let intake = try desk.intake()
        intake.turn()
        try begin("a.json").close()
        intake.turn()
        #expect(try desk.receipts().isEmpty)
        try desk.write(Documents.published("bridge").utf8, to: "a.json")
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.appended])
    }

    @Test func takesWhatWasLeftAloneForTheSettleTime() throws {
        desk.settings.settle = .seconds(3600)
        // Nobody watches yet: no hint says that it is whole.
        try desk.drop(Documents.published("bridge"), as: "a.json")
        let intake = try desk.intake()
        intake.turn()
        desk.time.pass(.seconds(3599))
        intake.turn()
        #expect(try desk.receipts().isEmpty)
        desk.time.pass(.seconds(1))
        intake.turn()
        #expect(try desk.receipts().count == 1)
    }

    /// The writer that has it open is not seen by an intake that starts after it.
    @Test func waitsAMinuteForTheContentsOfAnEmptyFileThatWasThereAtTheStart() throws {
        desk.settings.settle = .seconds(2)
        let handle = try begin("a.json")
        let intake = try desk.intake()
        intake.turn()
        try desk.drop(Documents.published("harbor"), as: "b.json")
        desk.time.pass(.seconds(2))
        intake.turn()
        #expect(try desk.receipts().map(\.file.string) == ["b.json"])
        desk.time.pass(.seconds(57))
        intake.turn()
        #expect(try desk.inbox() == ["a.json"])
        try handle.write(contentsOf: Data(Documents.published("bridge").utf8))
        try handle.close()
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.appended, .appended])
        try begin("c.json").close()
        _ = try intake.notifier?.hints()
        intake.lookThroughEverything()
        intake.turn()
        desk.time.pass(.seconds(60))
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.appended, .appended, .quarantined])
    }

    @Test func startsTheSettleTimeAgainWithEveryChange() throws {
        let intake = try desk.intake()
        func loseHints() throws { _ = try intake.notifier?.hints() }
        let handle = try begin("a.json")
        for _ in 0..<5 {
            try handle.write(contentsOf: Data("{".utf8))
            try loseHints()
            intake.turn()
            desk.time.pass(.seconds(3599))
            intake.lookThroughEverything()
            intake.turn()
            desk.time.pass(.seconds(1))
            try handle.write(contentsOf: Data(" ".utf8))
            try loseHints()
            intake.turn()
        }
        #expect(try desk.receipts().isEmpty)
    }

    @Test func takesOldFilesAtOnceWhenItStarts() throws {
        desk.settings.settle = .seconds(30)
        try desk.drop(Documents.published("bridge"), as: "a.json")
        desk.time.putForward(seconds: 31)
        let intake = try desk.intake()
        intake.turn()
        #expect(try desk.receipts().count == 1)
    }

    @Test(arguments: [
        ".a.json", "a.json.tmp", "a.json.part", "a.json~", "A.TMP", ".tmp", "a.json.filepart", "a.json.partial",
        "a.json.crdownload", "a.json.swp",
    ])
    func neverTakesDrafts(name: String) throws {
        desk.settings.settle = .zero
        let intake = try desk.intake()
        intake.turn()
        try desk.drop("not json", as: name)
        try desk.drop("not json", as: "cms/" + name)
        desk.settle(intake)
        #expect(try desk.receipts().isEmpty)
        #expect(try desk.inbox() == ["cms/" + name, name].sorted())
        #expect(InboxListing.read(desk.directories).inbox.isEmpty)
    }

    @Test func takesADraftOnceItIsRenamed() throws {
        let intake = try desk.intake()
        intake.turn()
        try desk.write(Documents.published("bridge").utf8, to: "a.json.tmp")
        intake.turn()
        #expect(rename(desk.path("inbox/a.json.tmp"), desk.path("inbox/a.json")) == 0)
        intake.turn()
        #expect(try desk.receipts().map(\.file.string) == ["a.json"])
    }

    /// Makes inotify lose hints.
    private func overflow() throws {
        let limit = try String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
        let events = try #require(Int(limit.trimmingCharacters(in: .whitespacesAndNewlines)))
        // Each draft is renamed to and fro: hints without files.
        try desk.write([], to: "x.tmp")
        for _ in 0...events / 2 {
            rename(desk.path("inbox/x.tmp"), desk.path("inbox/y.tmp"))
            rename(desk.path("inbox/y.tmp"), desk.path("inbox/x.tmp"))
        }
    }

    @Test func findsWhatAnOverflowHasHidden() throws {
        desk.settings.settle = .seconds(5)
        let intake = try desk.intake()
        intake.turn()
        try overflow()
        try desk.drop(Documents.published("bridge"), as: "a.json")
        intake.turn()
        desk.time.pass(.seconds(5))
        intake.turn()
        #expect(try desk.receipts().count == 1)
    }

    @Test(arguments: [true, false]) func waitsLongForWhatWasOpenWhenHintsWereLost(isClosed: Bool) throws {
        desk.settings.settle = .seconds(2)
        let intake = try desk.intake()
        intake.turn()
        let text = Data(Documents.published("bridge").utf8)
        let handle = try begin("paused.json")
        try handle.write(contentsOf: text.prefix(60))
        intake.turn()
        try overflow()
        intake.turn()
        let row = try #require(desk.board.status.unfinished.first)
        #expect(row.isPerhapsOpen && !row.isOpen)
        desk.time.pass(.seconds(59))
        intake.turn()
        #expect(try desk.receipts().isEmpty)
        if isClosed {
            try handle.write(contentsOf: text.dropFirst(60))
            try handle.close()
            intake.turn()
            #expect(try desk.receipts().map(\.outcome) == [.appended])
        } else {
            desk.time.pass(.seconds(1))
            intake.turn()
            #expect(try desk.receipts().map(\.outcome) == [.quarantined])
        }
    }

    @Test func waitsNoLongerThanForAFileThatIsOpen() throws {
        desk.settings.openLimit = .seconds(30)
        let intake = try desk.intake()
        intake.turn()
        let handle = try begin("a.json")
        try handle.write(contentsOf: Data("{".utf8))
        intake.turn()
        try overflow()
        desk.time.pass(.seconds(20))
        intake.turn()
        #expect(try desk.receipts().isEmpty)
        desk.time.pass(.seconds(10))
        intake.turn()
        #expect(try desk.receipts().count == 1)
    }

    @Test func findsWhatNobodyHinted() throws {
        desk.settings.settle = .zero
        let intake = try desk.intake()
        intake.turn()
        try desk.drop(Documents.published("bridge"), as: "a.json")
        // The hint is lost.
        _ = try intake.notifier?.hints()
        intake.turn()
        #expect(try desk.receipts().isEmpty)
        desk.time.pass(desk.settings.scanInterval)
        intake.turn()
        #expect(try desk.receipts().count == 1)
    }
}
