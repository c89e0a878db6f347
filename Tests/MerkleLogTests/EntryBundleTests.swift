import MerkleLog
import Testing

@Suite("Entry bundles")
struct EntryBundleTests {
    /// Source: C2SP tlog-tiles, "Log entries": the length as big-endian uint16, then the leaf.
    @Test func areLeavesAfterTheirLengths() throws {
        let bundle = try EntryBundle(index: 1, leaves: [[], [7], Array(repeating: 9, count: 258)])
        #expect(bundle.bytes == [0, 0, 0, 1, 7, 1, 2] + Array(repeating: 9, count: 258))
        #expect(bundle.tile.path == "tile/entries/001.p/3")
        #expect(try EntryBundle(index: 1, width: 3, bytes: bundle.bytes) == bundle)
    }

    @Test func holdUpTo256LeavesOf65535Bytes() throws {
        let longest = [UInt8](repeating: 1, count: 65_535)
        let bundle = try EntryBundle(index: 0, leaves: Array(repeating: longest, count: 256))
        #expect(try EntryBundle(index: 0, width: 256, bytes: bundle.bytes) == bundle)
        #expect(throws: MerkleLogError.self) { try EntryBundle(index: 0, leaves: []) }
        #expect(throws: MerkleLogError.self) { try EntryBundle(index: 0, leaves: Array(repeating: [], count: 257)) }
        let error = #expect(throws: MerkleLogError.self) { try EntryBundle(index: 0, leaves: [longest + [1]]) }
        #expect(error?.description == "leaf refused: expected at most 65535 bytes, found 65536")
    }

    @Test func areRefusedWithAnythingMissingOrLeftOver() throws {
        let bundle = try EntryBundle(index: 0, leaves: [[1, 2, 3], [], [4]])
        for length in 0..<bundle.bytes.count {
            #expect(throws: MerkleLogError.self) {
                try EntryBundle(index: 0, width: 3, bytes: bundle.bytes.prefix(length))
            }
        }
        let error = #expect(throws: MerkleLogError.self) {
            try EntryBundle(index: 0, width: 3, bytes: bundle.bytes + [0])
        }
        #expect(error?.description == "entry bundle refused at line 1: expected 3 leaves, found 1 bytes after them")
        for width in [-1, 0, 1, 2, 4, 256, 257] {
            #expect(throws: MerkleLogError.self) { try EntryBundle(index: 0, width: width, bytes: bundle.bytes) }
        }
    }

    @Test func areCheckedAgainstTheirTile() throws {
        let leaves = (256..<300).map { Array("\($0)".utf8) }
        let tree = ReferenceTree(size: 300)
        let tile = try Tile(.hashes(level: 0), index: 1, width: 44)
        let contents = try TileContents(tile, bytes: tree.leafHashes.suffix(44).flatMap(\.bytes))
        try EntryBundle(index: 1, leaves: leaves).check(against: contents)
        let error = #expect(throws: MerkleLogError.self) {
            try EntryBundle(index: 1, leaves: leaves.reversed()).check(against: contents)
        }
        #expect(error?.description == "tile/entries/001.p/44 refused: its hashes do not lead to the tree's root")
        #expect(throws: MerkleLogError.self) { try EntryBundle(index: 0, leaves: leaves).check(against: contents) }
        #expect(throws: MerkleLogError.self) {
            try EntryBundle(index: 1, leaves: leaves.dropLast()).check(against: contents)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func neverTrapOnChangedBytes(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let bundle = try EntryBundle(index: 0, leaves: [[1, 2, 3], [], [4], [5, 6]])
        for _ in 0..<2_000 {
            let changed = generator.mutation(of: bundle.bytes)
            guard let read = try? EntryBundle(index: 0, width: 4, bytes: changed) else { continue }
            #expect(read.bytes == changed)
        }
    }
}
