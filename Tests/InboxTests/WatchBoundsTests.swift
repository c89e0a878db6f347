import Foundation
import Testing

@testable import Inbox

@Suite("Watches of one source are bounded, and leave the others theirs")
struct WatchBoundsTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    @Test(arguments: [
        (8192, 192_536, 8192, 96_268), (8192, 8192, 1024, 4096), (100, 8192, 100, 4096), (5, 7, 1, 3), (1, 0, 1, 1),
    ])
    func areAnEighthOfTheSystemsLimit(configured: Int, limit: Int, ofSource: Int, ofAll: Int) {
        let bounds = WatchBounds(configured: configured, limit: limit)
        #expect(bounds.ofSource == ofSource)
        #expect(bounds.ofAll == ofAll)
        #expect(bounds.allow(ofSource - 1, of: 0))
        #expect(!bounds.allow(ofSource, of: 0))
        #expect(!bounds.allow(0, of: ofAll))
    }

    @Test func areAsConfiguredWhereTheSystemDoesNotTell() {
        #expect(WatchBounds(configured: 100, limit: nil).ofSource == 100)
        #expect((WatchBounds.systemLimit ?? 0) > 0)
    }

    private func makeFolders(_ names: [String]) throws {
        for name in names {
            try FileManager.default.createDirectory(
                atPath: "\(desk.directories.inbox)/\(name)", withIntermediateDirectories: true)
        }
    }

    @Test func directoriesBeyondThemAreFoundByTheScan() throws {
        desk.settings.mostWatches = 3
        desk.settings.settle = .zero
        try makeFolders((0..<6).map { "greedy/\($0)" } + ["wire/x"])
        let intake = try desk.intake()
        intake.turn()
        #expect(desk.board.status.unwatched == [InboxStatus.Unwatched(source: "greedy", directories: 4)])
        #expect(desk.log.entries.count { $0.message.description.contains("too many directories to watch") } == 1)

        // Of others, and of the first of its directories, there are hints; of the rest none.
        try desk.drop(Documents.published("other"), as: "wire/x/a.json")
        try desk.drop(Documents.published("top"), as: "greedy/a.json")
        intake.turn()
        #expect(try desk.receipts().count == 2)
        for number in 0..<6 { try desk.drop(Documents.published("s\(number)"), as: "greedy/\(number)/a.json") }
        desk.time.pass(desk.settings.scanInterval)
        intake.turn()
        #expect(try desk.receipts().count == 8)
        #expect(try desk.inbox().isEmpty)

        for number in 0..<4 { try desk.remove("inbox/greedy/\(number)") }
        desk.time.pass(desk.settings.scanInterval)
        intake.turn()
        // The next scan watches what there is room for by then.
        desk.time.pass(desk.settings.scanInterval)
        intake.turn()
        #expect(desk.board.status.unwatched.isEmpty)
    }

    private var lines: Int {
        desk.log.entries.count { $0.message.description.contains("too many directories to watch") }
    }

    @Test func theLogSaysItAtMostOnceAMinute() throws {
        desk.settings.mostWatches = 3
        desk.settings.settle = .zero
        try makeFolders((0..<6).map { "greedy/\($0)" })
        let intake = try desk.intake()
        intake.turn()
        #expect(lines == 1)
        let source = try #require(intake.sources[FileName("greedy")])
        let full = Set((0..<6).map { Folder(names: [FileName("greedy"), FileName("\($0)")]) })
        for _ in 0..<5 {
            intake.noteUnwatched(ScanResult(), of: source)
            var found = ScanResult()
            found.folders = full
            intake.noteUnwatched(found, of: source)
        }
        #expect(lines == 1)
        desk.time.pass(.seconds(60))
        var found = ScanResult()
        found.folders = full
        intake.noteUnwatched(found, of: source)
        #expect(lines == 2)
    }

    /// They were there at the scan, and are gone when their watches are counted.
    @Test func directoriesThatWentAwayAreNotTooMany() throws {
        try makeFolders(["churn/0"])
        let intake = try desk.intake()
        intake.turn()
        let source = try #require(intake.sources[FileName("churn")])
        var found = ScanResult()
        found.folders = Set((0..<6).map { Folder(names: [FileName("churn"), FileName("\($0)")]) })
        intake.noteUnwatched(found, of: source)
        #expect(lines == 0)
    }

    @Test func aSourceWithoutAFileOfItsOwnDirectoryIsWatchedAllTheSame() throws {
        desk.settings.mostWatches = 1
        desk.settings.settle = .zero
        try makeFolders(["a/1", "b/1", "c/1"])
        let intake = try desk.intake()
        intake.turn()
        for source in ["a", "b", "c"] { try desk.drop(Documents.published(source), as: "\(source)/x.json") }
        intake.turn()
        #expect(try desk.receipts().count == 3)
    }
}
