import EventLog
import Foundation
import StoryEvents
import Testing

@testable import Inbox

@Suite struct WaitingTests {
    let desk: Desk
    let intake: Intake

    init() throws {
        desk = try Desk()
        intake = try desk.intake()
        intake.turn()
    }

    @Test func waitsForAStoryThatIsNotThereYet() throws {
        try desk.drop(Documents.updated("bridge", body: "Open again."), as: "b.json")
        intake.turn()
        #expect(try desk.receipts().isEmpty)
        #expect(desk.board.status.waiting.map(\.file) == ["b.json"])
        #expect(desk.board.status.waiting.map(\.story.description) == ["bridge"])
        #expect(desk.board.status.waiting.map(\.missing) == ["story"])
        let waiting = try #require(desk.board.status.waiting.first)
        #expect(waiting.until.microseconds - waiting.since.microseconds == 600_000_000)

        try desk.drop(Documents.published("bridge"), as: "c.json")
        intake.turn()
        intake.turn()
        #expect(try desk.receipts().map(\.file) == ["c.json", "b.json"])
        #expect(try desk.store.events(of: #require(StoryID("bridge"))).count == 2)
        #expect(desk.board.status.waiting.isEmpty)
        #expect(try desk.inbox().isEmpty)
    }

    @Test func waitsWhereAStoryComesLaterInTheSameBatch() throws {
        try desk.drop(Documents.updated("bridge", body: "Open again."), as: "a.json")
        try desk.drop(Documents.published("bridge"), as: "b.json")
        intake.turn()
        intake.turn()
        #expect(try desk.receipts().map(\.file) == ["b.json", "a.json"])
        #expect(try desk.receipts().map(\.outcome) == [.appended, .appended])
    }

    @Test func seesWhatAnotherProcessPublishes() throws {
        try desk.drop(Documents.updated("bridge", body: "Open again."), as: "a.json")
        intake.turn()
        intake.turn()
        #expect(try desk.receipts().isEmpty)
        let other = try SQLiteEventStore(path: desk.path("ledger.db"))
        let document = Submission(
            file: "-", bytes: Array(Documents.published("bridge").utf8), format: .json, defaultSource: "cli")
        _ = try Recorder(other).record([document])
        intake.turn()
        #expect(try desk.receipts().map(\.file) == ["-", "a.json"])
    }

    @Test func waitsForAnEventThatIsNotThereYet() throws {
        try desk.drop(Documents.published("bridge", extra: #", "id": "e1""#), as: "a.json")
        try desk.drop(Documents.reiterated("bridge", answers: "e2"), as: "b.json")
        intake.turn()
        #expect(try desk.receipts().map(\.file) == ["a.json"])
        #expect(desk.board.status.waiting.map(\.missing) == ["event e2"])
        // What it waits for comes from this process, or from another.
        try desk.drop(Documents.denied("bridge", id: "e3"), as: "c.json")
        intake.turn()
        #expect(desk.board.status.waiting.count == 1)
        let other = try SQLiteEventStore(path: desk.path("ledger.db"))
        let document = Submission(
            file: "-", bytes: Array(Documents.denied("bridge", id: "e2").utf8), format: .json, defaultSource: "cli")
        _ = try Recorder(other).record([document])
        intake.turn()
        #expect(try desk.receipts().map(\.file) == ["a.json", "c.json", "-", "b.json"])
        #expect(try desk.receipts().allSatisfy { $0.outcome == .appended })
    }

    @Test func waitsForARequestThatIsNotThereYet() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try desk.drop(Documents.responded("bridge", request: "r1"), as: "b.json")
        intake.turn()
        #expect(desk.board.status.waiting.map(\.missing) == ["request r1"])
        let requests =
            #"{"type": "updated", "subject": "bridge", "time": "2026-03-02T18:20:00Z", "data": {"body": "x", "#
            + #""requests": [{"id": "r1", "party": "Ministry"}]}}"#
        try desk.drop(requests, as: "c.json")
        intake.turn()
        #expect(try desk.receipts().map(\.file) == ["a.json", "c.json", "b.json"])
        #expect(try desk.receipts().map(\.outcome) == [.appended, .appended, .appended])
    }

    @Test func refusesAtOnceWhatIsWrongInAnotherWay() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try desk.drop(Documents.reiterated("bridge", answers: "e2", claim: "none"), as: "b.json")
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.appended, .quarantined])
    }

    @Test func saysOnceThatASourceHasFilesThatWait() throws {
        for name in ["a", "b"] { try desk.drop(Documents.updated("bridge", body: name), as: "\(name).json") }
        intake.turn()
        #expect(desk.log.entries.filter { $0.message == "files wait" }.count == 1)
        try desk.drop(Documents.published("bridge"), as: "c.json")
        intake.turn()
        #expect(desk.log.entries.filter { $0.message == "no file waits any longer" }.count == 1)
    }

    @Test func refusesWhatHasWaitedLongEnough() throws {
        try desk.drop(Documents.updated("bridge", body: "Open again."), as: "a.json")
        intake.turn()
        desk.time.pass(desk.settings.waitLimit - .seconds(1))
        intake.turn()
        #expect(try desk.receipts().isEmpty)
        desk.time.pass(.seconds(1))
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.quarantined])
        #expect(try desk.reason("a.json").faults.map(\.code) == ["unknown-story"])
        #expect(desk.board.status.waiting.isEmpty)
    }

    /// The wait goes on where an earlier process has stopped, or was killed.
    @Test(arguments: [true, false])
    func aRestartDoesNotBeginTheWaitAgain(isStopped: Bool) throws {
        try desk.drop(Documents.updated("bridge", body: "Open again."), as: "a.json")
        intake.turn()
        let since = try #require(desk.board.status.waiting.first?.since)
        desk.time.pass(.seconds(400))
        desk.time.putForward(seconds: 400)
        intake.turn()
        if isStopped { intake.finish() }

        desk.settings.settle = .seconds(2)
        let next = try desk.intake()
        next.turn()
        try desk.drop(Documents.updated("tunnel", body: "Open again."), as: "b.json")
        next.turn()
        #expect(desk.board.status.waiting.map(\.file) == ["a.json", "b.json"])
        #expect(desk.board.status.waiting.first?.since == since)
        #expect(desk.board.status.waiting.first?.until == since.advanced(by: .seconds(600)))
        desk.time.pass(.seconds(201))
        desk.time.putForward(seconds: 201)
        next.turn()
        #expect(try desk.receipts().map(\.file) == ["a.json"])
        #expect(try desk.receipts().map(\.outcome) == [.quarantined])
        #expect(desk.board.status.waiting.map(\.file) == ["b.json"])
    }

    @Test func aFileOfTheSameNameBeginsItsOwnWait() throws {
        try desk.drop(Documents.updated("bridge", body: "Open again."), as: "a.json")
        intake.turn()
        intake.finish()
        desk.time.pass(.seconds(400))
        desk.time.putForward(seconds: 400)
        try desk.drop(Documents.updated("bridge", body: "Open once more."), as: "a.json")
        desk.settings.settle = .seconds(2)
        let next = try desk.intake()
        next.turn()
        let waiting = try #require(desk.board.status.waiting.first)
        #expect(waiting.until.microseconds - desk.time.clock.now().microseconds > 590_000_000)
    }

    @Test func anEventOfAnotherStoryIsWaitedForAndThenRefused() throws {
        try desk.drop(Documents.published("bridge"), as: "a.json")
        try desk.drop(Documents.published("tunnel", extra: #", "id": "e1""#), as: "b.json")
        try desk.drop(Documents.reiterated("bridge", answers: "e1"), as: "c.json")
        intake.turn()
        #expect(desk.board.status.waiting.map(\.missing) == ["event e1"])
        desk.time.pass(desk.settings.waitLimit)
        intake.turn()
        let fault = try #require(try desk.reason("c.json").faults.first)
        #expect(fault.code == "unknown-event")
        #expect(fault.remedy.contains("of the same story"))
    }

    @Test func readsAWaitingFileAnewWhenItIsReplaced() throws {
        try desk.drop(Documents.updated("bridge", body: "Open again."), as: "a.json")
        intake.turn()
        try desk.drop(Documents.published("tunnel"), as: "a.json")
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.appended])
        #expect(desk.board.status.waiting.isEmpty)
    }

    @Test func forgetsAWaitingFileThatIsTakenBack() throws {
        try desk.drop(Documents.updated("bridge", body: "Open again."), as: "a.json")
        intake.turn()
        try desk.remove("inbox/a.json")
        intake.lookThroughEverything()
        intake.turn()
        #expect(desk.board.status.waiting.isEmpty)
        #expect(intake.deferrals.isEmpty)
    }

    @Test func holdsUpNobodyElse() throws {
        for number in 100..<140 { try desk.drop(Documents.updated("missing", body: "x"), as: "\(number).json") }
        try desk.drop(Documents.published("bridge"), as: "z.json")
        intake.turn()
        #expect(try desk.receipts().map(\.file) == ["z.json"])
        #expect(desk.board.status.waiting.count == 40)
    }

    @Test func readsAWaitingFileAgainOnlyWhenWhatItWaitsForHasCome() throws {
        let store = FaultyStore(desk.store)
        let intake = try desk.intake(store)
        intake.turn()
        try desk.drop(Documents.published("bridge", extra: #", "id": "e1""#), as: "a.json")
        try desk.drop(Documents.reiterated("bridge", answers: "e2"), as: "b.json")
        try desk.drop(Documents.responded("bridge", request: "r1"), as: "c.json")
        intake.turn()
        #expect(desk.board.status.waiting.count == 2)
        for number in 10..<20 {
            let before = store.commitCount.withLock { $0 }
            try desk.drop(Documents.denied("bridge", id: "e\(number)"), as: "\(number).json")
            try desk.drop(Documents.updated("bridge", body: "Body \(number)."), as: "u\(number).json")
            intake.turn()
            // One for the two files, and none for those that wait.
            #expect(store.commitCount.withLock { $0 } == before + 1)
        }
        try desk.drop(Documents.denied("bridge", id: "e2"), as: "d.json")
        intake.turn()
        #expect(desk.board.status.waiting.map(\.missing) == ["request r1"])
    }

    @Test func restsBetweenManyTries() throws {
        let store = FaultyStore(desk.store)
        let intake = try desk.intake(store)
        intake.turn()
        try desk.drop(Documents.published("bridge"), as: "a.json")
        let lines = (0..<9).map { Documents.reiterated("bridge", answers: "e\($0)").filter { $0 != "\n" } }
        try desk.drop(lines.joined(separator: "\n"), as: "b.ndjson")
        intake.turn()
        var tries: [Int] = []
        for number in 0..<8 {
            let before = store.commitCount.withLock { $0 }
            try desk.drop(Documents.denied("bridge", id: "e\(number)"), as: "\(number).json")
            intake.turn()
            let atOnce = store.commitCount.withLock { $0 } - before - 1
            tries.append(atOnce)
            if atOnce == 0 {
                desk.time.pass(.seconds(60))
                intake.turn()
            }
            #expect(desk.board.status.waiting.map(\.missing) == ["event e\(number + 1)"])
        }
        #expect(tries == [1, 1, 1, 0, 0, 0, 0, 0])
        desk.time.pass(desk.settings.waitLimit)
        intake.turn()
        #expect(try desk.receipts().last?.outcome == .quarantined)
    }

    /// What holds the words and what does not leave the directory of another source alike; the publisher's own files wait on.
    @Test func aTakedownEndsTheWaitOfSourcesThatMayNotKnowAlike() throws {
        let secret = "Jo Fisher"
        for source in ["cms", "wire"] {
            try FileManager.default.createDirectory(
                atPath: "\(desk.directories.inbox)/\(source)", withIntermediateDirectories: false)
        }
        intake.turn()
        try desk.drop(
            Documents.published("bridge", body: "It is \(secret).", extra: #", "id": "e1""#), as: "cms/a.json")
        intake.turn()
        func waits(_ words: String) -> String {
            """
            {"type": "reiterated", "subject": "bridge", "time": "2026-03-02T18:30:00Z",
             "data": {"by": "B", "statement": "\(words)", "answers": "e9"}}
            """
        }
        for source in ["cms", "wire"] {
            for (name, words) in [("right", secret), ("wrong", "Al Barker")] {
                try desk.drop(waits(words), as: "\(source)/\(name).json")
            }
        }
        try desk.drop(Documents.reiterated("tunnel", answers: "e9"), as: "wire/other.json")
        intake.turn()
        #expect(desk.board.status.waiting.count == 5)
        _ = try Withholder(desk.store).withhold(.event(.first), reason: "r", authority: "a")
        desk.time.pass(desk.settings.pollInterval)
        for _ in 0..<3 { intake.turn() }
        #expect(Set(desk.board.status.waiting.map(\.file)) == ["cms/right.json", "cms/wrong.json", "wire/other.json"])
        let receipts = try desk.receipts().filter { $0.outcome == .quarantined }
        #expect(receipts.count == 2)
        #expect(Set(receipts.map { "\($0.refusals)" }).count == 1)
        // Neither of them is still in quarantine as it was.
        for name in try FileManager.default.contentsOfDirectory(atPath: desk.directories.quarantine) {
            let text = try String(contentsOfFile: "\(desk.directories.quarantine)/\(name)", encoding: .utf8)
            #expect(!text.contains("Fisher") && !text.contains("Barker"))
        }
    }
}
