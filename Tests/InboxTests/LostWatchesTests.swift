import Foundation
import LedgerTestKit
import Testing

@testable import Inbox

@Suite("Directories that go away ask for few scans") struct LostWatchesTests {
    @Test func pausesDoubleWhileMoreGo() {
        var lost = LostWatches()
        var (uptime, scans): (Duration, [Duration]) = (.zero, [])
        while uptime < .seconds(60) {
            lost.ask(uptime: uptime, interval: .seconds(3600))
            if let due = lost.dueAt, uptime >= due {
                lost.noteScan(uptime: uptime)
                scans.append(uptime)
            }
            uptime += .milliseconds(10)
        }
        #expect(scans.prefix(5) == [.zero, .milliseconds(100), .milliseconds(300), .milliseconds(700), .seconds(1.5)])
        #expect(scans.count <= 13)
        // After a quiet time the next is scanned for at once.
        lost.noteScan(uptime: uptime)
        uptime += LostWatches.longest
        lost.ask(uptime: uptime, interval: .seconds(3600))
        #expect(lost.dueAt == uptime)
    }

    @Test(arguments: 0..<500 as Range<UInt64>)
    func noneWaitsForLongerThanAnInterval(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var lost = LostWatches()
        let interval = Duration.milliseconds(Int64.random(in: 100...20_000, using: &random))
        var (uptime, asked): (Duration, Duration?) = (.zero, nil)
        for _ in 0..<500 {
            let most: Int64 = Int.random(in: 1...4, using: &random) == 1 ? 15_000 : 50
            let next = uptime + .milliseconds(Int64.random(in: 1...most, using: &random))
            if let due = lost.dueAt, due <= next {
                #expect(due - asked! <= min(interval, LostWatches.longest), "seed \(seed)")
                lost.noteScan(uptime: due)
                asked = nil
            }
            uptime = next
            lost.ask(uptime: uptime, interval: interval)
            asked = asked ?? uptime
            // A scan for another reason serves, too.
            if Int.random(in: 0..<10, using: &random) == 0 {
                lost.noteScan(uptime: uptime)
                asked = nil
            }
        }
    }

    @Test func aTreeThatIsRemovedSlowlyIsScannedAFewTimes() throws {
        let desk = try Desk()
        desk.settings.scanInterval = .seconds(3600)
        desk.settings.settle = .zero
        for number in 0..<100 {
            try FileManager.default.createDirectory(
                atPath: desk.path("inbox/wire/tree/\(number)"), withIntermediateDirectories: true)
        }
        let intake = try desk.intake()
        desk.time.pass(.seconds(30))
        intake.turn()
        var scans: Set<Duration> = []
        func pass(_ time: Duration) throws {
            desk.time.pass(time)
            intake.turn()
            scans.insert(try #require(intake.sources[FileName("wire")]).lostWatches.lastScan)
        }
        for number in 0..<100 {
            try desk.remove("inbox/wire/tree/\(number)")
            try pass(.milliseconds(200))
        }
        #expect(scans.count <= 9)
        // A file is taken meanwhile, and one in a directory that has come back.
        try desk.drop(Documents.published("a"), as: "wire/tree/a.json")
        intake.turn()
        #expect(try desk.receipts().count == 1)
        try desk.remove("inbox/wire/tree")
        try desk.drop(Documents.published("b"), as: "wire/tree/b.json")
        intake.turn()
        #expect(try desk.receipts().count == 2)
        #expect(intake.tree.watchedFolders.count == 3)
    }
}
