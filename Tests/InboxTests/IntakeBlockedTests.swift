import EventLog
import Foundation
import StoryEvents
import Testing

@testable import Inbox

@Suite struct StallTests {
    let desk: Desk
    let store: FaultyStore
    let intake: Intake

    init() throws {
        desk = try Desk()
        store = FaultyStore(desk.store)
        intake = try desk.intake(store)
        intake.turn()
    }

    private var stops: Int { desk.log.entries.filter { $0.message == "intake has stopped" }.count }

    @Test(arguments: [
        EventLogError.outOfSpace(path: "x"), .busy(path: "x"), .readOnly(path: "x"), .replaced(path: "x"),
        .noSecret(path: "x", reason: "gone"),
    ])
    func stopsAndGoesOnByItself(error: EventLogError) throws {
        store.fail(error)
        for name in ["a", "b"] { try desk.drop(Documents.published(name), as: "\(name).json") }
        intake.turn()
        #expect(try desk.inbox() == ["a.json", "b.json"])
        #expect(desk.board.status.stall?.reason == error.message)
        #expect(desk.board.status.stall?.remedy == error.remedy)
        #expect(desk.board.status.suspended.isEmpty)
        store.fail(nil)
        desk.time.pass(.seconds(5))
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.appended, .appended])
        #expect(desk.board.status.stall == nil)
        #expect(desk.log.entries.contains { $0.message == "intake goes on" })
    }

    /// A clock that is not believed stops intake before a file comes, and no longer than it is not.
    @Test func stopsForTheClockBeforeAFileComes() throws {
        let noon = RecordedTime(microseconds: 1_772_452_800_000_000)
        let fault = ClockFault.jumped(shown: noon, expected: noon)
        var found: ClockFault? = fault
        intake.clockFault = { found }
        intake.clockIsBelieved = { found = nil }
        desk.time.pass(.seconds(5))
        intake.turn()
        let error = EventLogError.clock(fault)
        #expect(desk.board.status.stall?.reason == error.message)
        #expect(desk.board.status.stall?.remedy == error.remedy)
        desk.time.pass(.seconds(5))
        intake.turn()
        #expect(try IntakeState.last(desk.directories.state)?.stall?.reason == error.message)
        #expect(stops == 1)
        found = nil
        desk.time.pass(.seconds(5))
        intake.turn()
        #expect(desk.board.status.stall == nil)
        #expect(try IntakeState.last(desk.directories.state)?.stall == nil)
        // What is recorded shows that the last look is out of date.
        found = fault
        try desk.drop(Documents.published("a"), as: "a.json")
        desk.time.pass(.seconds(5))
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.appended])
        #expect(found == nil && desk.board.status.stall == nil)
    }

    /// A turn without a file that is ready tells nothing of what stopped the last one.
    @Test func goesOnOnceSomethingIsTakenOrNothingStopsItForAWhile() throws {
        store.fail(.outOfSpace(path: "x"))
        try desk.drop(Documents.published("a"), as: "a.json")
        intake.turn()
        try FileManager.default.removeItem(atPath: desk.path("inbox/a.json"))
        func saysSo() -> Bool { desk.log.entries.contains { $0.message == "intake goes on" } }
        for _ in 0..<8 {
            desk.time.pass(.seconds(1))
            intake.turn()
            #expect(!saysSo())
        }
        for _ in 0..<10 {
            desk.time.pass(.seconds(1))
            intake.turn()
        }
        #expect(saysSo())
    }

    @Test func saysOnceAMinuteThatItHasStopped() throws {
        store.fail(.outOfSpace(path: "x"))
        try desk.drop(Documents.published("a"), as: "a.json")
        for second in 0..<180 {
            intake.turn()
            #expect(stops == second / 60 + 1)
            desk.time.pass(.seconds(1))
        }
    }

    @Test func isHeldUpByNoFileThatTheLogCannotTake() throws {
        // The log fails whenever the story "poison" is among what is appended.
        desk.settings.batchFiles = 8
        let store = FaultyStore(desk.store, poison: StoryID("poison"))
        let intake = try desk.intake(store)
        intake.turn()
        for number in 100..<120 { try desk.drop(Documents.published("story-\(number)"), as: "\(number).json") }
        try desk.drop(Documents.published("poison"), as: "110a.json")
        for _ in 0..<20 {
            intake.turn()
            desk.time.pass(.seconds(5))
        }
        #expect(try desk.inbox() == ["110a.json"])
        #expect(try desk.receipts().count == 20)
    }

    @Test func triesFailedMovesAgain() throws {
        // The last reason's name is a directory: no reason can be written.
        try FileManager.default.createDirectory(
            atPath: desk.path("quarantine/a.json.reason.json"), withIntermediateDirectories: true)
        for name in ["a.json", "b.json"] { try desk.drop("{", as: name) }
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.quarantined, .quarantined])
        try desk.remove("quarantine/a.json.reason.json")
        desk.time.pass(.seconds(11))
        intake.turn()
        #expect(try desk.inbox().isEmpty)
        #expect(InboxListing.read(desk.directories).quarantine.compactMap(\.reason).count == 2)
        #expect(try desk.receipts().count == 2)
        #expect(desk.board.status.stall == nil)
    }

    @Test(arguments: ["archive", "quarantine"])
    func goesOnWhereAShelfWasRemoved(name: String) throws {
        try desk.drop("{", as: "a.json")
        try desk.drop(Documents.published("b"), as: "b.json")
        intake.turn()
        try desk.remove(name)
        try desk.drop("{", as: "c.json")
        try desk.drop(Documents.published("d"), as: "d.json")
        for _ in 0..<3 {
            intake.turn()
            desk.time.pass(.seconds(5))
        }
        #expect(try desk.inbox().isEmpty)
        #expect(try desk.receipts().count == 4)
        #expect(try desk.files(below: desk.path(name)).count >= 1)
    }

    @Test func startsOnNoOtherFileSystem() throws {
        var elsewhere = desk.directories
        elsewhere.archive = "/dev/shm/\(UUID().uuidString)"
        defer { rmdir(elsewhere.archive) }
        #expect(throws: InboxError.otherFileSystem(from: desk.directories.inbox, to: elsewhere.archive)) {
            try Intake(elsewhere, desk.store, desk.settings, desk.time.clock, desk.logger, desk.bell, desk.board)
        }
    }

    @Test func startsWhereDirectoriesAreMissing() throws {
        for name in ["inbox", "archive", "quarantine"] { try desk.remove(name) }
        let intake = try desk.intake()
        intake.turn()
        try desk.drop(Documents.published("a"), as: "a.json")
        intake.turn()
        #expect(try desk.archive() == ["inbox/a.json"])
    }

    @Test func goesOnInANewInbox() throws {
        try desk.remove("inbox")
        intake.lookThroughEverything()
        intake.turn()
        #expect(desk.board.status.stall != nil)
        try desk.drop(Documents.published("a"), as: "a.json")
        desk.settle(intake)
        #expect(try desk.archive() == ["inbox/a.json"])
        #expect(desk.board.status.stall == nil)
    }
}
