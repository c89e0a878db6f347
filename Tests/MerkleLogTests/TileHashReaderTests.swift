import MerkleLog
import Testing

@Suite("Hashes read from tiles")
struct TileHashReaderTests {
    private static let tree = ReferenceTree(size: 66_100)

    private func reader(size: Int, root: Hash? = nil, spoil: ((Tile, [UInt8]) -> [UInt8])? = nil)
        -> TileHashReader<ReferenceTiles>
    {
        var tiles = ReferenceTiles(tree: Self.tree)
        if let spoil { tiles.spoil = spoil }
        return TileHashReader(size: UInt64(size), root: root ?? Self.tree.root(0..<size), source: tiles)
    }

    @Test func makeTheProofsOfTheDefinition() throws {
        for size in [1, 2, 255, 256, 257, 511, 600, 65_535, 65_536, 65_537, 66_100] {
            let reader = reader(size: size)
            for leaf in Set([0, 1, 254, 255, 256, 300, 65_535, 65_536, 66_099, size - 1]) where leaf < size {
                let proof = try InclusionProof(leaf: UInt64(leaf), size: UInt64(size), from: reader)
                #expect(proof.hashes == Self.tree.path(leaf, 0..<size), "leaf \(leaf) of \(size)")
                let growth = try ConsistencyProof(oldSize: UInt64(leaf + 1), newSize: UInt64(size), from: reader)
                #expect(growth.hashes == Self.tree.proof(leaf + 1, size), "\(leaf + 1) to \(size)")
            }
            #expect(try reader.root(ofSize: UInt64(size)) == Self.tree.root(0..<size))
        }
    }

    @Test func areReadInOneGoFromFewTiles() throws {
        let tiles = try reader(size: 66_100).readTiles(holding: [#require(Node(level: 0, index: 300))])
        #expect(
            tiles.keys.map(\.path).sorted() == [
                "tile/0/001", "tile/0/258.p/52", "tile/1/000", "tile/1/001.p/2", "tile/2/000.p/1",
            ])
    }

    /// Whichever byte of whichever tile is changed, no hash comes through.
    @Test func comeFromNoTileThatWasChanged() throws {
        let size = 66_100
        let nodes = [try #require(Node(level: 0, index: 300)), try #require(Node(level: 3, index: 8_200))]
        for tile in try reader(size: size).readTiles(holding: nodes).keys {
            for place in [0, 31, 32 * (tile.width / 2), 32 * tile.width - 1] {
                let spoilt = reader(size: size) { other, bytes in
                    var bytes = bytes
                    if other == tile { bytes[place] ^= 1 }
                    return bytes
                }
                #expect(throws: MerkleLogError.self, "\(tile) at \(place)") { try spoilt.readHashes(at: nodes) }
            }
            for change in [{ Array($0.dropLast()) }, { $0 + [0] }, { _ in [] }] as [([UInt8]) -> [UInt8]] {
                let spoilt = reader(size: size) { other, bytes in other == tile ? change(bytes) : bytes }
                #expect(throws: MerkleLogError.self) { try spoilt.readHashes(at: nodes) }
            }
        }
    }

    @Test func comeFromNoOtherTree() throws {
        let leaf = try #require(Node(level: 0, index: 3))
        let other = reader(size: 300, root: Self.tree.root(0..<301))
        let error = #expect(throws: MerkleLogError.self) { try other.readHashes(at: [leaf]) }
        let (expected, found) = (Self.tree.root(0..<301), Self.tree.root(0..<300))
        #expect(error?.description == "root refused: expected \(expected), found \(found)")
    }

    @Test func areOnlyThoseOfTheTree() throws {
        for (level, index) in [(0, 300), (1, 150), (8, 1), (9, 0), (62, 0)] {
            let node = try #require(Node(level: level, index: UInt64(index)))
            let error = #expect(throws: MerkleLogError.self) { try reader(size: 300).readHashes(at: [node]) }
            #expect(error?.description == "node \(level)/\(index) refused: the tree has 300 leaves")
        }
        #expect(try reader(size: 0).readHashes(at: []).isEmpty)
        #expect(throws: MerkleLogError.self) { try reader(size: 0, root: Self.tree.root(0..<1)).readHashes(at: []) }
    }

    @Test func areMissedWhenTheSourceReturnsTooFew() throws {
        struct Forgetful: TileReader {
            func readTiles(_ tiles: [Tile]) -> [[UInt8]] { [] }
        }
        for size in [1, 300, UInt64(Int64.max), .max] {
            let reader = TileHashReader(size: size, root: .emptyTree, source: Forgetful())
            #expect(throws: MerkleLogError.self) { try reader.root(ofSize: size) }
        }
    }
}
