import MerkleLog
import Testing

@Suite("The contents of a tile")
struct TileContentsTests {
    private let tree = ReferenceTree(size: 300)

    @Test(arguments: [1, 2, 255, 256])
    func areItsHashesInARow(width: Int) throws {
        let tile = try Tile(.hashes(level: 0), index: 0, width: width)
        let bytes = tree.leafHashes.prefix(width).flatMap(\.bytes)
        let contents = try TileContents(tile, bytes: bytes)
        #expect(contents.hashes == Array(tree.leafHashes.prefix(width)))
        #expect(contents.bytes == bytes)
        #expect(contents.root == tree.root(0..<width))
        for wrong in [[], Array(bytes.dropLast()), bytes + [0], bytes + bytes.prefix(32), Array(bytes.dropLast(32))] {
            let error = #expect(throws: MerkleLogError.self) { try TileContents(tile, bytes: wrong) }
            #expect(error?.description == "\(tile) refused: expected \(32 * width) bytes, found \(wrong.count)")
        }
    }

    @Test func areNeverThoseOfAnEntryBundle() throws {
        let bundle = try Tile(.entries, index: 0, width: 1)
        #expect(throws: MerkleLogError.self) { try TileContents(bundle, bytes: tree.leafHashes[0].bytes) }
        #expect(throws: MerkleLogError.self) { try TileContents(bundle, bytes: []) }
    }

    @Test func holdTheNodesOfEightLevels() throws {
        let tile = try Tile(.hashes(level: 0), index: 1, width: 44)
        let contents = try TileContents(tile, bytes: tree.leafHashes.suffix(44).flatMap(\.bytes))
        for level in 0..<12 {
            for index in 0..<300 {
                let node = try #require(Node(level: level, index: UInt64(index)))
                let (first, end) = (index << level, (index + 1) << level)
                let expected = level < 8 && first >= 256 && end <= 300 ? tree.root(first..<end) : nil
                #expect(contents.hash(of: node) == expected, "\(node)")
            }
        }
    }

    @Test func shrinkToWhatTheyWere() throws {
        let tile = try Tile(.hashes(level: 0), index: 1, width: 44)
        let contents = try TileContents(tile, bytes: tree.leafHashes.suffix(44).flatMap(\.bytes))
        #expect(contents.asOf(size: 300) == contents)
        #expect(contents.asOf(size: 258)?.hashes == Array(tree.leafHashes[256..<258]))
        #expect(contents.asOf(size: 256) == nil)
        #expect(contents.asOf(size: 301) == nil)
    }

    @Test func nodesOutsideAnyTreeHaveNoName() {
        #expect(Node(level: -1, index: 0) == nil)
        #expect(Node(level: 63, index: 0) == nil)
        #expect(Node(level: 0, index: UInt64(Int64.max)) == nil)
        #expect(Node(level: 0, index: UInt64(Int64.max) - 1) != nil)
    }
}
