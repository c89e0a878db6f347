import Foundation
import Glibc
import LedgerTestKit
import Testing

@testable import Inbox

@Suite("Whatever is done to directories, what finally lies there is taken or listed", .slow) struct RandomTreesTests {
    /// Makes, renames and removes directories below the inbox at random, with files in them.
    private struct Producer {
        let desk: Desk
        var random: SeededRandom
        private var dropped = 0

        init(_ desk: Desk, seed: UInt64) {
            self.desk = desk
            random = SeededRandom(seed: seed)
        }

        private mutating func folder() -> String {
            let depth = Int.random(in: 0...10, using: &random) / 3 * Int.random(in: 1...4, using: &random)
            let below = (0..<depth).map { _ in
                ["a", "b", "c", "x.json"][Int.random(in: 0..<25, using: &random) / 8]
            }
            return ["one", "two"].randomElement(using: &random)! + "/" + below.joined(separator: "/")
        }

        private func path(_ name: String) -> String { desk.path("inbox/" + name) }

        mutating func act() throws {
            let name = folder()
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<3:
                try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
            case 3..<6:
                dropped += 1
                try desk.drop(Documents.published("story-\(dropped)"), as: "\(name)/\(dropped).json")
            case 6, 7:
                let to = folder()
                // As a person does: it may fail, because there is no such directory, or one lies in the other.
                _ = rename(path(name), path(to))
            default:
                for entry in try desk.files(below: desk.directories.inbox) where entry.hasPrefix(name) {
                    unlink(path(entry))
                }
                if FileManager.default.fileExists(atPath: path(name)) {
                    try FileManager.default.removeItem(atPath: path(name))
                }
            }
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func oneProducer(seed: UInt64) throws {
        let desk = try Desk()
        desk.settings.settle = .milliseconds(200)
        desk.settings.mostWatches = seed.isMultiple(of: 3) ? 4 : 1000
        let intake = try desk.intake()
        var producer = Producer(desk, seed: seed)
        for _ in 0..<80 {
            try producer.act()
            guard Int.random(in: 0..<3, using: &producer.random) == 0 else { continue }
            desk.time.pass(.milliseconds(Int64.random(in: 1...2_000, using: &producer.random)))
            if Bool.random(using: &producer.random) { intake.turn() } else { _ = intake.step() }
        }
        // The documented time: one interval between scans, and what a file without a hint takes to settle.
        desk.time.pass(desk.settings.scanInterval)
        intake.turn()
        desk.time.putForward(seconds: 1)
        desk.time.pass(.milliseconds(200))
        intake.turn()
        let listed = Set(desk.board.status.leftOut.map(\.file.string))
        let left = try desk.inbox().filter { file in !listed.contains { file.hasPrefix($0 + "/") } }
        #expect(left.isEmpty, "seed \(seed)")
        #expect(try desk.receipts().allSatisfy { $0.outcome == .appended }, "seed \(seed)")
    }
}
