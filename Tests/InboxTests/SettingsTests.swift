import EventLog
import StoryEvents
import Testing

@testable import Inbox

@Suite("Settings that were read again hold from the next file on")
struct SettingsTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private func outcomes() throws -> [String] { try desk.receipts().map(\.outcome.rawValue) }

    @Test func whatASourceMayDo() throws {
        // Files in directories that have just been made come without a hint.
        desk.settings.settle = .zero
        let intake = try desk.intake()
        intake.turn()
        let document =
            #"{"type": "published", "source": "mill", "subject": "N", "time": "2026-03-02T17:20:00Z","#
            + #" "data": {"headline": "h", "body": "b"}}"#
        try desk.drop(document.replacing("N", with: "one"), as: "wire/a.json")
        intake.turn()
        intake.turn()
        var settings = desk.settings
        settings.sources.rules["wire"] = .init()
        settings.sources.rules["wire"]?.names = ["mill"]
        intake.apply(settings)
        try desk.drop(document.replacing("N", with: "two"), as: "wire/b.json")
        intake.turn()
        intake.apply(desk.settings)
        try desk.drop(document.replacing("N", with: "three"), as: "wire/c.json")
        intake.turn()
        #expect(try outcomes() == ["quarantined", "appended", "quarantined"])
    }

    @Test func howLongFilesAreWaitedFor() throws {
        var settings = desk.settings
        let intake = try desk.intake()
        intake.turn()
        try desk.drop(Documents.denied("later", id: "d"), as: "waits.json")
        intake.turn()
        #expect(desk.board.status.waiting.map(\.file) == ["waits.json"])
        settings.waitLimit = .zero
        intake.apply(settings)
        intake.turn()
        #expect(desk.board.status.waiting.isEmpty)
        #expect(try desk.receipts().last?.outcome == .quarantined)
    }

    @Test func howFarAheadATimeMayLie() throws {
        let intake = try desk.intake()
        intake.turn()
        let ahead = Documents.published("a").replacing("2026-03-02", with: "2999-03-02")
        try desk.drop(ahead, as: "a.json")
        intake.turn()
        var settings = desk.settings
        settings.maximumAhead = .seconds(86_400 * 366 * 2000)
        intake.apply(settings)
        try desk.drop(ahead, as: "a.json")
        intake.turn()
        #expect(try outcomes() == ["quarantined", "appended"])
    }

    @Test func howLargeAFileMayBe() throws {
        let intake = try desk.intake()
        intake.turn()
        var settings = desk.settings
        settings.maximumFileBytes = 1000
        settings.batchFiles = 1
        intake.apply(settings)
        try desk.drop(Documents.published("a", body: String(repeating: "w", count: 2000)), as: "a.json")
        try desk.drop(Documents.published("b"), as: "b.json")
        intake.turn()
        #expect(try outcomes() == ["quarantined", "appended"])
    }
}
