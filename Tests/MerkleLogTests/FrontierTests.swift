import MerkleLog
import Testing

@Suite("The right edge of a tree")
struct FrontierTests {
    private static let tree = ReferenceTree(size: 66_100)

    @Test func hasTheRootOfTheDefinitionAfterEveryLeaf() {
        var frontier = Frontier()
        #expect(frontier.root == .emptyTree)
        for size in 1...600 {
            _ = frontier.append(Self.tree.leafHashes[size - 1])
            #expect(frontier.size == UInt64(size))
            #expect(frontier.root == Self.tree.root(0..<size), "size \(size)")
        }
    }

    /// Every tile of the tree comes out once, when its last hash does, and has the contents that C2SP defines.
    @Test func givesEachTileAsItIsCompleted() throws {
        var frontier = Frontier()
        let tiles = ReferenceTiles(tree: Self.tree)
        for (leaf, hash) in Self.tree.leafHashes.enumerated() {
            let completed = frontier.append(hash)
            guard (leaf + 1).isMultiple(of: 256) else {
                if !completed.isEmpty { Issue.record("leaf \(leaf) completed \(completed.map(\.tile))") }
                continue
            }
            let expected = Tile.added(from: UInt64(leaf), to: UInt64(leaf + 1)).filter { !$0.isPartial }
            #expect(completed.map(\.tile) == Array(expected))
            for contents in completed {
                #expect(contents.bytes == tiles.contents(contents.tile), "\(contents.tile)")
            }
        }
        #expect(frontier.root == Self.tree.root(0..<66_100))
        #expect(frontier.partialTiles.map(\.tile) == Tile.partial(inTreeOfSize: 66_100))
        for contents in frontier.partialTiles {
            #expect(contents.bytes == tiles.contents(contents.tile), "\(contents.tile)")
        }
    }

    @Test(arguments: [0, 1, 2, 3, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_537, 66_100])
    func comesBackFromItsBytesAndGrowsOn(size: Int) throws {
        var frontier = Frontier()
        _ = frontier.append(contentsOf: Self.tree.leafHashes.prefix(size))
        var restored = try Frontier(bytes: frontier.bytes)
        #expect(restored == frontier)
        #expect(try Frontier(size: UInt64(size), partialTiles: frontier.partialTiles) == frontier)
        let more = Self.tree.leafHashes.prefix(300)
        #expect(restored.append(contentsOf: more) == frontier.append(contentsOf: more))
        #expect(restored == frontier)
        #expect(restored.root == frontier.root)
    }

    @Test func refusesBytesOfAnyOtherLength() {
        var frontier = Frontier()
        _ = frontier.append(contentsOf: Self.tree.leafHashes.prefix(300))
        let bytes = frontier.bytes
        for wrong in [[], [0], Array(bytes.dropLast(33)), bytes + [0], Array(bytes.dropLast(32))] {
            #expect(throws: MerkleLogError.self) { try Frontier(bytes: wrong) }
        }
        let error = #expect(throws: MerkleLogError.self) { try Frontier(bytes: bytes.dropLast()) }
        #expect(error?.description == "frontier refused at line 1: expected 1448 bytes, found 1447")
        #expect(throws: MerkleLogError.self) { try Frontier(bytes: [UInt8](repeating: 255, count: 8 + 8 * 255 * 32)) }
    }

    @Test func refusesOtherTilesThanItsSizeAsksFor() throws {
        var frontier = Frontier()
        _ = frontier.append(contentsOf: Self.tree.leafHashes.prefix(300))
        let tiles = frontier.partialTiles
        for (size, wrong) in [(301, tiles), (300, []), (300, Array(tiles.reversed())), (300, tiles + tiles)] {
            #expect(throws: MerkleLogError.self) { try Frontier(size: UInt64(size), partialTiles: wrong) }
        }
    }
}
