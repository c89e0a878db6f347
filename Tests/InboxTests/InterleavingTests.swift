import EventLog
import Foundation
import LedgerTestKit
import StoryEvents
import Testing

@testable import Inbox

/// Producers, crashes and the clock in any order: in the end every file is accounted for once.
@Suite(.slow) struct InterleavingTests {
    @Test(arguments: 0..<12 as Range<UInt64>)
    func accountsForEveryFileOnce(seed: UInt64) throws {
        let run = try Run(seed: seed)
        for _ in 0..<120 { try run.step() }
        try run.finish()
        try run.check()
    }
}

private final class Run {
    let desk: Desk
    private let store: FaultyStore
    private let seed: UInt64
    private var random: SeededRandom
    private var intake: Intake?
    /// What was dropped: story by file.
    private var published: [String] = []
    private var updates = 0
    private var broken = 0

    init(seed: UInt64) throws {
        self.seed = seed
        random = SeededRandom(seed: seed)
        desk = try Desk()
        desk.settings.settle = .seconds(600)
        desk.settings.batchFiles = 5
        for source in ["inbox", "cms", "desk"] {
            desk.settings.sources.rules[source] = SourceRules.Rule()
            desk.settings.sources.rules[source]?.edits = .any
        }
        desk.settings.waitLimit = .seconds(1 << 30)
        store = FaultyStore(desk.store)
    }

    private var place: String { ["", "cms/", "desk/"].randomElement(using: &random)! }

    func step() throws {
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1:
            published.append("story-\(published.count)")
            try desk.drop(Documents.published(published.last!), as: "\(place)p\(published.count).json")
        case 2:
            updates += 1
            let text = Documents.updated("story-\(Int.random(in: 0..<60, using: &random))", body: "Update \(updates).")
            try desk.drop(text, as: "\(place)u\(updates).json")
        case 3:
            broken += 1
            try desk.drop(#"{"type": "published", "n": \#(broken)"#, as: "\(place)b\(broken).json")
        case 4, 5: try writeSlowly()
        case 6: desk.time.pass(.seconds(Int.random(in: 1...1200, using: &random)))
        case 7: store.fail(Bool.random(using: &random) ? .busy(path: "x") : nil)
        case 8:
            // Killed: what it knew is gone, and it has told the ledger nothing of its last moves.
            intake = nil
        default: try turn()
        }
    }

    private func turn() throws {
        if intake == nil { intake = try desk.intake(store) }
        intake?.turn()
    }

    /// Writes a file in place, while the intake looks on.
    private func writeSlowly() throws {
        published.append("story-\(published.count)")
        let file = open(desk.directories.inbox + "/w\(published.count).json", O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        let text = Data(Documents.published(published.last!).utf8)
        for part in [text.prefix(40), text.dropFirst(40)] {
            if Bool.random(using: &random) { try turn() }
            if Int.random(in: 0..<4, using: &random) == 0 { intake = nil }
            try handle.write(contentsOf: part)
            try turn()
        }
        try handle.close()
    }

    func finish() throws {
        store.fail(nil)
        // The stories that updates still wait for.
        for number in published.count..<max(60, published.count) {
            try desk.drop(Documents.published("story-\(number)"), as: "z\(number).json")
            published.append("story-\(number)")
        }
        for _ in 0..<10 {
            desk.time.pass(desk.settings.settle)
            try turn()
        }
        intake?.finish()
    }

    func check() throws {
        let receipts = try desk.receipts()
        let comment: Comment = "seed \(seed)"
        #expect(try desk.inbox().isEmpty, comment)
        #expect(receipts.count == published.count + updates + broken, comment)
        #expect(Set(receipts.map(\.file)).count == receipts.count, comment)
        #expect(receipts.filter { $0.outcome == .quarantined }.count == broken, comment)
        #expect(try desk.store.size() == Int64(published.count + updates), comment)
        #expect(InboxListing.read(desk.directories).quarantine.filter { $0.reason != nil }.count == broken, comment)
        #expect(try desk.archive().count == published.count + updates, comment)
        #expect(try desk.store.pendingMoves().isEmpty, comment)
    }
}
