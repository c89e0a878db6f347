import EventLog
import Foundation
import StoryEvents
import Synchronization
import Testing

@testable import Inbox

@Suite struct IntakeTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test func takesWhatIsRenamedIn() throws {
        let intake = try desk.intake()
        intake.turn()
        try desk.drop(Documents.published("bridge"), as: "a.json")
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.appended])
        #expect(try desk.inbox().isEmpty)
        #expect(try desk.archive() == ["inbox/a.json"])
        #expect(desk.board.status.appended == 1)
        #expect(desk.board.status.lastCommit == (try desk.receipts()[0].recorded))
    }

    @Test func sharesOneCommitAmongManyFiles() throws {
        let store = FaultyStore(desk.store)
        let intake = try desk.intake(store)
        intake.turn()
        for number in 100..<300 { try desk.drop(Documents.published("story-\(number)"), as: "\(number).json") }
        intake.turn()
        #expect(try desk.receipts().count == 200)
        #expect(store.commitCount.withLock { $0 } == 1)
        // Name order, whatever order the directory is in.
        #expect(try desk.receipts().map(\.file.string) == (100..<300).map { "\($0).json" })
        let info = desk.log.entries.filter { $0.level == .info }
        #expect(info.count == 1)
        #expect(info[0].metadata["appended"] == "200")
    }

    @Test func splitsBatchesByFilesAndByBytes() throws {
        desk.settings.batchFiles = 3
        desk.settings.batchBytes = 1000
        let store = FaultyStore(desk.store)
        let intake = try desk.intake(store)
        intake.turn()
        for name in ["a", "b", "c", "d"] { try desk.drop(Documents.published(name), as: "\(name).json") }
        let long = String(repeating: "x", count: 5000)
        try desk.drop(Documents.published("e", body: long), as: "e.json")
        try desk.drop(Documents.published("f"), as: "f.json")
        intake.turn()
        // a b c; d; e alone, larger than a batch; f.
        #expect(store.commitCount.withLock { $0 } == 4)
        #expect(try desk.receipts().map(\.outcome) == [Receipt.Outcome](repeating: .appended, count: 6))
    }

    @Test func namesSourcesAfterSubdirectories() throws {
        desk.settings.sources.rules["cms"] = SourceRules.Rule()
        desk.settings.sources.rules["cms"]?.names = ["https://cms.example.org"]
        let intake = try desk.intake()
        intake.turn()
        try desk.drop(Documents.published("a"), as: "a.json")
        try desk.drop(Documents.published("b"), as: "news desk/b.json")
        try desk.drop(Documents.published("c", extra: #", "source": "https://cms.example.org""#), as: "cms/c.json")
        desk.settle(intake)
        #expect(try desk.receipts().map(\.file.string) == ["a.json", "cms/c.json", "news desk/b.json"])
        let sources = try desk.store.events(from: .first, limit: 9).map(\.envelope.identity.source.string)
        #expect(sources == ["inbox", "https://cms.example.org", "news%20desk"])
        #expect(try desk.archive() == ["cms/c.json", "inbox/a.json", "news desk/b.json"])
    }

    @Test func takesDirectoriesWithinASourceForPartOfIt() throws {
        let intake = try desk.intake()
        intake.turn()
        // The archive keeps paths, and might have a file of such a name.
        try desk.drop(Documents.published("d"), as: "wire/x.json/d.json")
        let deepest = "wire/" + (1...8).map { "\($0)/" }.joined()
        try desk.drop(Documents.published("a"), as: "wire/2026/03/a.json")
        try desk.drop(Documents.published("b"), as: deepest + "b.json")
        try desk.drop(Documents.published("c"), as: deepest + "9/c.json")
        desk.settle(intake)
        #expect(try desk.inbox() == [deepest + "9/c.json", "wire/x.json/d.json"])
        #expect(try desk.archive() == [deepest + "b.json", "wire/2026/03/a.json"])
        #expect(Set(try desk.receipts().map(\.file.string)) == [deepest + "b.json", "wire/2026/03/a.json"])
        let sources = try desk.store.events(from: .first, limit: 9).map(\.envelope.identity.source.string)
        #expect(sources == ["wire", "wire"])
        #expect(Set(desk.board.status.leftOut.map(\.file.string)) == [deepest + "9", "wire/x.json"])
        let listing = InboxListing.read(desk.directories)
        #expect(listing.leftOut == desk.board.status.leftOut && listing.inbox.isEmpty)
    }

    @Test func putsARefusedFileBackIntoItsNestedDirectory() throws {
        let intake = try desk.intake()
        intake.turn()
        try desk.drop("{", as: "wire/2026/03/a.json")
        desk.settle(intake)
        #expect(try desk.quarantine() == ["wire--2026--03--a.json", "wire--2026--03--a.json.reason.json"])
        #expect(
            try Quarantine.retry(name: "wire--2026--03--a.json", in: desk.directories) == "wire/2026/03/a.json")
        #expect(try desk.inbox() == ["wire/2026/03/a.json"])
    }

    @Test func takesHintsFromNestedDirectories() throws {
        let intake = try desk.intake()
        intake.turn()
        try desk.drop(Documents.published("a"), as: "wire/2026/a.json")
        desk.settle(intake)
        // The settle time is an hour: only a hint makes the second whole at once.
        try desk.drop(Documents.published("b"), as: "wire/2026/b.json")
        intake.turn()
        #expect(try desk.archive() == ["wire/2026/a.json", "wire/2026/b.json"])
    }

    @Test func goesOnWithSubdirectoriesThatComeAndGo() throws {
        let intake = try desk.intake()
        for round in 0..<3 {
            try desk.drop(Documents.published("story-\(round)"), as: "cms/a.json")
            desk.settle(intake)
            #expect(try desk.receipts().count == round + 1)
            try desk.remove("inbox/cms")
            intake.turn()
            #expect(intake.sources.count == 1)
        }
        #expect(try desk.archive() == ["cms/a.2.json", "cms/a.3.json", "cms/a.json"])
    }

    @Test func takesADuplicateOnce() throws {
        let intake = try desk.intake()
        intake.turn()
        for name in ["a.json", "b.json"] { try desk.drop(Documents.published("bridge"), as: name) }
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.appended, .duplicate])
        #expect(try desk.store.size() == 1)
        try desk.drop(Documents.published("bridge"), as: "a.json")
        intake.turn()
        #expect(try desk.receipts().map(\.outcome) == [.appended, .duplicate, .duplicate])
        #expect(try desk.archive() == ["inbox/a.3.json", "inbox/a.json", "inbox/b.json"])
    }

    @Test func looksAtManyNamesInParts() throws {
        desk.settings.maximumNames = 7
        desk.settings.settle = .zero
        for number in 100..<150 { try desk.drop(Documents.published("story-\(number)"), as: "\(number).json") }
        let intake = try desk.intake()
        for _ in 0..<10 { intake.turn() }
        #expect(try desk.receipts().map(\.file.string) == (100..<150).map { "\($0).json" })
    }

    /// A pass through a long directory takes several steps, and does not find all that is renamed in meanwhile.
    @Test func keepsTheHintsThatComeDuringAPass() throws {
        let intake = try desk.intake()
        intake.turn()
        for number in 0..<2_050 { try desk.drop(Documents.published("s\(number)"), as: "\(number).json") }
        _ = intake.step()
        for number in 0..<60 { try desk.drop(Documents.published("t\(number)"), as: "t\(number).json") }
        while !(try desk.inbox().isEmpty) && intake.step() {}
        intake.turn()
        #expect(try desk.inbox().isEmpty)
    }

    @Test func takesFromAnyNumberOfSourcesWithFewDescriptors() throws {
        desk.settings.settle = .zero
        for number in 0..<400 { try desk.drop(Documents.published("s\(number)"), as: "!\(number)/deep/x.json") }
        let intake = try desk.intake()
        intake.turn()
        #expect(try desk.inbox().isEmpty)
        #expect(try desk.receipts().count == 400)
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { descriptor in
            let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
            return path?.hasPrefix(desk.directories.inbox) ?? false
        }
        #expect(open.isEmpty)
    }

    @Test func settlesMovesInTheNextTransactionOrAtTheEnd() throws {
        let intake = try desk.intake()
        intake.turn()
        try desk.drop(Documents.published("a"), as: "a.json")
        intake.turn()
        #expect(try desk.store.pendingMoves().map(\.receipt) == [1])
        try desk.drop(Documents.published("b"), as: "b.json")
        intake.turn()
        #expect(try desk.store.pendingMoves().map(\.receipt) == [2])
        intake.finish()
        #expect(try desk.store.pendingMoves().isEmpty)
    }

    @Test func givesASignOfLifeForEachDocument() throws {
        let looks = Mutex(0)
        let clock = InboxClock(
            uptime: {
                looks.withLock { $0 += 1 }
                return .zero
            }, now: desk.time.clock.now)
        let intake = try Intake(
            desk.directories, desk.store, desk.settings, clock, desk.logger, desk.bell, desk.board)
        intake.turn()
        func looked(atDocuments count: Int) throws -> Int {
            let before = looks.withLock { $0 }
            let lines = (0..<count).map { Documents.published("s-\(count)-\($0)").filter { $0 != "\n" } }
            try desk.drop(lines.joined(separator: "\n"), as: "\(count).ndjson")
            intake.turn()
            return looks.withLock { $0 } - before
        }
        let few = try looked(atDocuments: 10)
        let many = try looked(atDocuments: 510)
        #expect(many == few + 500)
        #expect(try desk.receipts().count == 2)
    }

    /// Each look at the clock takes it on, as if every document took long.
    @Test func aSourceThatACommitHadNoTimeForComesFirstInTheNext() throws {
        let hands = Hands()
        let slow = InboxClock(
            uptime: {
                hands.pass(.milliseconds(400))
                return hands.clock.uptime()
            }, now: hands.clock.now)
        let intake = try Intake(
            desk.directories, desk.store, desk.settings, slow, desk.logger, desk.bell, desk.board)
        for source in ["a", "b"] {
            try FileManager.default.createDirectory(
                atPath: desk.path("inbox/\(source)"), withIntermediateDirectories: true)
        }
        _ = intake.step()
        for number in 0..<12 { try desk.drop(Documents.published("a\(number)"), as: "a/\(number).json") }
        try desk.drop(Documents.published("b"), as: "b/x.json")
        for _ in 0..<40 where try desk.receipts().count < 13 { _ = intake.step() }
        let files = try desk.receipts().map(\.file.string)
        #expect(files.count == 13)
        #expect(try #require(files.firstIndex(of: "b/x.json")) < 8, "\(files)")
        #expect(files.filter { $0.hasPrefix("a/") } == (0..<12).map { "a/\($0).json" })
        #expect(try desk.inbox().isEmpty && desk.files(below: desk.directories.staging).isEmpty)
    }
}
