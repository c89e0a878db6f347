import EventLog
import Foundation
import StoryEvents
import Testing

@testable import Inbox

/// In which order files are taken, and which of them wait for which.
@Suite struct OrderTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    /// Drops a file whose contents are so many seconds old.
    private func drop(_ text: String, as name: String, age: Int) throws {
        try desk.drop(text, as: name)
        let time = timespec(tv_sec: time(nil) - age, tv_nsec: 0)
        #expect(utimensat(AT_FDCWD, desk.directories.inbox + "/" + name, [time, time], 0) == 0)
    }

    private var taken: [String] { get throws { try desk.receipts().map(\.file.string) } }

    @Test func takesABacklogOldestFirstThenInNaturalOrder() throws {
        desk.settings.settle = .zero
        try drop(Documents.published("mill"), as: "z.json", age: 1000)
        for number in 1...12 {
            try drop(Documents.updated("mill", body: "\(number)"), as: "mill-\(number).json", age: 500)
        }
        try drop(Documents.published("old"), as: "zz.json", age: 2000)
        let intake = try desk.intake()
        intake.turn()
        #expect(try taken == ["zz.json", "z.json"] + (1...12).map { "mill-\($0).json" })
        let story = try #require(StoryID("mill"))
        let newest = try #require(try desk.store.events(of: story).last)
        let data = String(decoding: try #require(newest.content).data, as: UTF8.self)
        #expect(data.contains("\"12\""))
    }

    @Test func whatComesLaterWaitsWhileAnEarlierOneSettles() throws {
        desk.settings.settle = .seconds(60)
        try desk.drop(Documents.published("mill"), as: "0.json")
        let first = try desk.intake()
        first.turn()
        desk.time.pass(.seconds(60))
        first.turn()
        #expect(try taken == ["0.json"])
        // A restart: the first update's hint is lost, the second one's is not.
        // It is older by more than a tick of the file system's clock: of files of one age, the first name comes first.
        try drop(Documents.updated("mill", body: "first"), as: "b.json", age: 5)
        let second = try desk.intake()
        second.turn()
        try desk.drop(Documents.updated("mill", body: "second"), as: "a.json")
        try desk.drop(Documents.published("elsewhere"), as: "cms/x.json")
        second.turn()
        #expect(try taken == ["0.json"])
        desk.time.pass(.seconds(60))
        second.turn()
        #expect(try taken == ["0.json", "b.json", "a.json", "cms/x.json"])
    }

    @Test func aFileThatChangesAgainAndAgainHoldsTheOthersForTheSettleTimeOnly() throws {
        desk.settings.settle = .seconds(60)
        let intake = try desk.intake()
        intake.turn()
        try desk.drop("{", as: "a.json")
        _ = try intake.notifier?.hints()
        for round in 0..<4 {
            try drop(Documents.published("s\(round)"), as: "b\(round).json", age: -10)
            try drop("{ \(round)", as: "a.json", age: 100)
            _ = try intake.notifier?.hints()
            intake.lookThroughEverything()
            intake.turn()
            desk.time.pass(.seconds(30))
        }
        intake.turn()
        #expect(try taken.contains("b0.json"))
        #expect(try !taken.contains("a.json"))
    }

    @Test func anOpenFileHoldsNobodyBack() throws {
        let intake = try desk.intake()
        intake.turn()
        let file = open(desk.directories.inbox + "/a.json", O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        #expect(write(file, "{", 1) == 1)
        intake.turn()
        try desk.drop(Documents.published("bridge"), as: "b.json")
        intake.turn()
        #expect(try taken == ["b.json"])
        #expect(desk.board.status.unfinished.map(\.file) == ["a.json"])
        #expect(desk.board.status.unfinished.map(\.isOpen) == [true])
        close(file)
        intake.turn()
        #expect(try taken == ["b.json", "a.json"])
        #expect(desk.board.status.unfinished.isEmpty)
    }

    @Test func anOpenFileIsTakenAfterTheLimit() throws {
        desk.settings.settle = .seconds(2)
        let intake = try desk.intake()
        intake.turn()
        let file = open(desk.directories.inbox + "/a.json", O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        // A writer that pauses before its first byte, and after it.
        intake.turn()
        desk.time.pass(.seconds(1800))
        intake.turn()
        #expect(write(file, "{", 1) == 1)
        intake.turn()
        desk.time.pass(.seconds(1799))
        intake.turn()
        #expect(try taken.isEmpty)
        desk.time.pass(.seconds(1))
        intake.turn()
        #expect(try taken == ["a.json"])
        #expect(desk.log.entries.contains { $0.level == .warning && $0.message.description.contains("has it open") })
    }

    @Test func anUnknownEndingSettlesBeforeItIsRefused() throws {
        desk.settings.settle = .seconds(60)
        let intake = try desk.intake()
        intake.turn()
        try desk.drop(Documents.published("bridge"), as: "a.json.upload")
        try desk.drop(Documents.published("other"), as: "b.json")
        intake.turn()
        #expect(try taken == ["b.json"])
        #expect(rename(desk.path("inbox/a.json.upload"), desk.path("inbox/a.json")) == 0)
        intake.turn()
        #expect(try taken == ["b.json", "a.json"])
        #expect(try desk.receipts().map(\.outcome) == [.appended, .appended])
    }
}
