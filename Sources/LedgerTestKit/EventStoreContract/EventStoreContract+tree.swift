import EventLog
import MerkleLog
import StoryEvents
import Testing

extension EventStoreContract {
    static let tree = [
        Check("leaf hashes are those of the leaves, from a position on, at most so many") { ledger in
            let store = try ledger.openAudited()
            let appended = try store.appendAll((0..<5).map { .plain("\($0)", story: "story \($0 % 2)") })
            let leaves = try store.leaves(from: .first, limit: .max)
            #expect(leaves == appended.map(\.leaf))
            #expect(try store.leafHashes(from: .first, limit: .max) == leaves.map(Hash.leaf))
            #expect(try store.leafHashes(from: Position(1), limit: 3) == leaves[1..<4].map(Hash.leaf))
            #expect(try store.leaves(from: Position(4), limit: 3) == [leaves[4]])
            #expect(try store.leaves(from: Position(5), limit: 1).isEmpty)
        },
        Check("a tile is there once it is complete, also of another process") { ledger in
            let stores = [try ledger.openAudited(), try ledger.openAudited()]
            for part in 0..<4 {
                #expect(try stores[0].completeTile(level: 0, index: 0) == nil)
                #expect(try stores[1].tileRoots(level: 0, from: 0, limit: 1).isEmpty)
                try stores[part % 2].appendAll((0..<64).map { .plain("\(part) \($0)") })
            }
            let hashes = try stores[1].leafHashes(from: .first, limit: 256)
            let tile = try #require(try stores[1].completeTile(level: 0, index: 0))
            #expect(tile.hashes == hashes)
            #expect(try stores[0].tileRoots(level: 0, from: 0, limit: 9) == [tile.root])
            #expect(try stores[0].completeTile(level: 0, index: 1) == nil)
            #expect(try stores[0].completeTile(level: 1, index: 0) == nil)
            #expect(try LogTree(stores[0]).frontier() == frontier(of: hashes))
        },
        Check("a transaction that is undone leaves no tile") { ledger in
            let store = try ledger.openAudited()
            try store.appendAll((0..<200).map { .plain("\($0)") })
            try store.append(dryRun: false) { transaction throws(EventLogError) in
                _ = try transaction.attempt { () throws(EventLogError) in
                    for number in 0..<100 { _ = try transaction.append(.plain("undone \(number)"), expecting: .any) }
                    return false
                }
            }
            #expect(try store.completeTile(level: 0, index: 0) == nil)
            let appended = try store.appendAll((200..<300).map { .plain("\($0)") })
            let hashes = try store.leafHashes(from: .first, limit: .max)
            #expect(hashes.suffix(100) == appended.map { Hash.leaf($0.leaf) }[...])
            #expect(try store.completeTile(level: 0, index: 0)?.hashes == Array(hashes.prefix(256)))
        },
        Check("checkpoints come back as they were signed, newest first, at most so many") { ledger in
            let store = try ledger.openAudited()
            let kept = (1...3).map { number in
                StoredCheckpoint(
                    size: UInt64(number), signed: ledger.clock.now, note: Array("note \u{E9} \(number)\n".utf8))
            }
            for checkpoint in kept {
                try store.appendAll([.plain("\(checkpoint.size)")])
                try store.append(dryRun: false) { transaction throws(EventLogError) in
                    try transaction.keep(checkpoint)
                }
            }
            try store.append(dryRun: true) { transaction throws(EventLogError) in try transaction.keep(kept[0]) }
            #expect(try ledger.openAudited().checkpoints(limit: 9) == kept.reversed())
            #expect(try store.checkpoints(limit: 2) == [kept[2], kept[1]])
        },
    ]

    private static func frontier(of hashes: [Hash]) -> Frontier {
        var frontier = Frontier()
        _ = frontier.append(contentsOf: hashes)
        return frontier
    }
}
