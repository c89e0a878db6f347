import CanonicalJSON
import EventLog
import LedgerTestKit
import StoryEvents
import Testing

@testable import Projections

/// Random histories, folded in two parts that meet at every position, against one fold of the whole.
@Suite("What is kept is the same whatever way it came about", .slow)
struct IncrementalTests {
    @Test(arguments: 0..<4 as Range<UInt64>)
    func equalsARebuildAtEverySplit(seed: UInt64) throws {
        let ledger = try KeptLedger()
        var history = RandomHistory(seed: seed)
        try ledger.append(history.documents(50))
        let size = try ledger.store.size()
        try #require(size >= 10, "seed \(seed)")
        let whole = try ProjectionRegistry.standard.ledger.map { try digest($0, ledger.store, size) }
        for split in 0...size {
            let file = ledger.ledger.file("split-\(split).db")
            let first = try ledger.views(of: ShortLog(store: ledger.store, length: split), file: file)
            #expect(try first.catchUp())
            for projection in ProjectionRegistry.standard.ledger {
                let folded = try digest(projection, ledger.store, split)
                #expect(try first.digest(projection) == folded, "seed \(seed), \(projection.name) at \(split)")
            }
            // Another process goes on: nothing is left in memory.
            let second = try ledger.views(file: file)
            #expect(try second.catchUp())
            for (projection, expected) in zip(ProjectionRegistry.standard.ledger, whole) {
                #expect(try second.digest(projection) == expected, "seed \(seed), \(projection.name) after \(split)")
            }
        }
    }

    @Test func cutsAtTheEndWhereTheCutIsBeyondIt() throws {
        let ledger = try KeptLedger()
        var history = RandomHistory(seed: 3)
        try ledger.append(history.documents(10))
        let whole = try FoldedRows(StoryIndex.self, of: ledger.store).rows.digest()
        for position in [Position(.max), Position(.max - 1), Position(1 << 53)] {
            let cut = LedgerCut(asOf: .position(position))
            #expect(try FoldedRows(StoryIndex.self, of: ledger.store, cut).rows.digest() == whole)
        }
    }

    @Test(arguments: 10..<14 as Range<UInt64>)
    func doesNotHangOnWhatIsInMemory(seed: UInt64) throws {
        let ledger = try KeptLedger()
        var history = RandomHistory(seed: seed)
        try ledger.append(history.documents(80))
        for projection in ProjectionRegistry.standard.ledger {
            // No story is kept: each event folds its story again.
            let fold = LedgerFold([projection], ledger.store, memory: 0)
            let roomy = LedgerFold([projection], ledger.store)
            for event in try ledger.store.events(from: .first, limit: .max) {
                try fold.apply(ReadEvent(event))
                try roomy.apply(ReadEvent(event))
            }
            let (scarce, plenty) = (fold.takeChanges().changes, roomy.takeChanges().changes)
            #expect(!plenty.isEmpty)
            #expect(scarce.map(\.story) == plenty.map(\.story), "seed \(seed)")
            for ((_, found), (_, expected)) in zip(scarce, plenty) {
                for (found, expected) in zip(found, expected) {
                    #expect(found.mapValues { $0.row?.value } == expected.mapValues { $0.row?.value }, "seed \(seed)")
                    #expect(found.mapValues(\.texts) == expected.mapValues(\.texts), "seed \(seed)")
                }
            }
        }
    }

    @Test(arguments: 30..<38 as Range<UInt64>)
    func keepsNothingOfWhatIsWithheld(seed: UInt64) throws {
        let ledger = try KeptLedger()
        var history = RandomHistory(seed: seed)
        try ledger.append(history.documents(40))
        let views = try ledger.views()
        #expect(try views.catchUp())
        var random = SeededRandom(seed: seed)
        let size = try ledger.store.size()
        for position in (0..<size).shuffled(using: &random).prefix(3) {
            _ = try Withholder(ledger.store).withhold(.event(Position(position)), reason: "r", authority: "a")
            try ledger.append(history.documents(3))
        }
        #expect(try views.catchUp())
        let restarted = try ledger.views()
        #expect(try restarted.rebuild(restarted.projections(named: []))?.map(\.differenceCount) == [0, 0, 0])
        for projection in ProjectionRegistry.standard.ledger {
            let folded = try digest(projection, ledger.store, .max)
            #expect(try views.digest(projection) == folded, "seed \(seed), \(projection.name)")
        }
    }

    private func digest(
        _ projection: any LedgerProjection.Type, _ store: any EventStore, _ length: Int64
    ) throws -> String {
        let log = ShortLog(store: store, length: min(length, try store.size()))
        return try FoldedRows(projection, of: log).rows.digest().hexadecimal
    }
}
