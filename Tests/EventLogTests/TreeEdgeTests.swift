import LedgerTestKit
import MerkleLog
import StoryEvents
import Testing

@testable import EventLog

@Suite("Tiles are complete however many events a transaction has")
struct TreeEdgeTests {
    private let ledger: TemporaryLedger

    init() throws {
        ledger = try TemporaryLedger()
    }

    /// What a transaction does, in turn: appends so many events for good, or so many and undoes them.
    enum Step {
        case append(Int)
        case undo(Int)
    }

    @Test(
        arguments: [
            [[.append(255)], [.append(1)], [.append(300), .undo(300), .append(1)]],
            [[.append(1)], [.append(4_500), .undo(10), .append(3)], [.undo(2), .append(500)]],
            [[.append(10), .undo(4_500)], [.append(250), .undo(4_200), .append(1_000)], [.append(1)]],
        ] as [[[Step]]])
    func afterEachTransaction(_ transactions: [[Step]]) throws {
        // Each appends in turn, so that what one remembers of the tree is not all there is.
        let stores = [try ledger.open(.readWrite), try ledger.open(.readWrite)]
        let events = try (0..<6_000).map(Self.event)
        var next = 0
        for (number, steps) in transactions.enumerated() {
            let store = stores[number % 2]
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                for step in steps {
                    switch step {
                    case .append(let count):
                        for _ in 0..<count {
                            _ = try transaction.append(events[next], expecting: .any)
                            next += 1
                        }
                    case .undo(let count):
                        _ = try transaction.attempt { () throws(EventLogError) in
                            for extra in 0..<count {
                                _ = try transaction.append(events[next + extra], expecting: .any)
                            }
                            return false
                        }
                    }
                }
            }
            try checkTiles(of: store, size: next)
        }
    }

    private func checkTiles(of store: SQLiteEventStore, size: Int) throws {
        let hashes = try store.leafHashes(from: .first, limit: .max)
        #expect(hashes == (try store.leaves(from: .first, limit: .max)).map(Hash.leaf))
        #expect(hashes.count == size)
        var frontier = Frontier()
        let tiles = frontier.append(contentsOf: hashes)
        for tile in tiles {
            #expect(try store.completeTile(level: tile.tile.level, index: tile.tile.index) == tile)
        }
        let count = UInt64(tiles.count { $0.tile.level == 0 })
        #expect(try store.completeTile(level: 0, index: count) == nil)
        #expect(try LogTree(store).frontier() == frontier)
    }

    private static func event(_ number: Int) throws -> NewEvent {
        NewEvent(
            identity: EventIdentity(source: "desk", id: "e-\(number)"), story: try #require(StoryID("harbor-bridge")),
            type: number == 0 ? .published : .updated, time: try EventTime("2026-03-02T11:20:00Z"),
            data: Array(#"{"body":"b"}"#.utf8),
            salt: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 32),
            fingerprint: [UInt8](repeating: 1, count: 32))
    }
}
