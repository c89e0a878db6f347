import MerkleLog
import Testing

@Suite("Tiles")
struct TileTests {
    /// Source: C2SP tlog-tiles, its own examples; the last two from golang/mod, sumdb/tlog/tile.go, without the height.
    @Test(arguments: [
        (Tile.Kind.hashes(level: 0), 0, 256, "tile/0/000"),
        (.hashes(level: 1), 0, 1, "tile/1/000.p/1"),
        (.hashes(level: 0), 273, 112, "tile/0/273.p/112"),
        (.entries, 1, 1, "tile/entries/001.p/1"),
        (.entries, 1_234_067, 256, "tile/entries/x001/x234/067"),
        (.hashes(level: 63), 0, 255, "tile/63/000.p/255"),
        (.hashes(level: 0), 1000, 256, "tile/0/x001/000"),
        (.hashes(level: 0), 999_999, 256, "tile/0/x999/999"),
        (.hashes(level: 4), 1_234_067, 1, "tile/4/x001/x234/067.p/1"),
        (.hashes(level: 4), 1_234_067, 256, "tile/4/x001/x234/067"),
    ])
    func havePathsBothWays(kind: Tile.Kind, index: UInt64, width: Int, path: String) throws {
        let tile = try Tile(kind, index: index, width: width)
        #expect(tile.path == path)
        #expect(try Tile(path: path) == tile)
    }

    @Test(arguments: [
        "", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile/0/000/", "tile//000", "tile/0//000",
        "tile/00/000", "tile/01/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile/data/000", "tile/x/000",
        "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/1234", "tile/0/x001", "tile/0/001/002", "tile/0/x000/001",
        "tile/0/x000/x001/002", "tile/0/x001/x002", "tile/0/x1/002", "tile/0/X001/002", "tile/0/00a", "tile/0/-01",
        "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/00", "tile/0/000.p/01", "tile/0/000.p/256",
        "tile/0/000.p/257", "tile/0/000.p/+5", "tile/0/000.p/5/", "tile/0/000.p/5/6", "tile/0/000.p/5.p/6",
        "tile/0/000/5", "tile/0/.p/5", "tile/0.p/5", "tile/entries", "tile/entries.p/5", "tile/Entries/000",
        "Tile/0/000", "tile/0/000\n", "tile/0/000\u{0}", "tile/0/\u{661}00", "tile/0/x001/..", "tile/../000",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999", "tile/8/001", "tile/7/001", "tile/6/x001/000",
        "tile/0/x036/x028/x797/x018/x963/969", "tile/9223372036854775808/000",
    ])
    func haveNoOtherPaths(path: String) {
        let error = #expect(throws: MerkleLogError.self) { try Tile(path: path) }
        #expect(error?.description.contains("expected tile/<level>/<index>[.p/<width>]") == true)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func neverTrapOnAChangedPath(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let changed = generator.mutation(of: Array("tile/4/x001/x234/067.p/17".utf8))
            let path = String(decoding: changed, as: UTF8.self)
            guard let tile = try? Tile(path: path) else { continue }
            #expect(tile.path.utf8.elementsEqual(path.utf8))
        }
    }

    @Test(
        arguments: [
            (Tile.Kind.hashes(level: -1), 0, 1), (.hashes(level: 64), 0, 1), (.hashes(level: .max), 0, 1),
            (.hashes(level: .min), 0, 1), (.entries, 0, 0), (.entries, 0, 257), (.entries, 0, -1), (.entries, .max, 1),
            (.hashes(level: 0), 1 << 55, 1), (.hashes(level: 7), 1, 1),
        ] as [(Tile.Kind, UInt64, Int)])
    func areRefusedBeyondTheLargestTree(kind: Tile.Kind, index: UInt64, width: Int) {
        #expect(throws: MerkleLogError.self) { try Tile(kind, index: index, width: width) }
    }

    @Test func areAsWideAsTheTreeMakesThem() throws {
        let tile = try Tile(.hashes(level: 1), index: 1)
        #expect(tile.asOf(size: 65_536) == nil)
        #expect(tile.asOf(size: 65_536 + 255) == nil)
        #expect(tile.asOf(size: 65_536 + 256)?.width == 1)
        #expect(tile.asOf(size: 65_536 + 256 * 255)?.width == 255)
        #expect(tile.asOf(size: .max) == tile)
    }
}

@Suite("The tiles of a growing tree")
struct TileGrowthTests {
    /// Source: C2SP tlog-tiles, "Partial Tiles".
    @Test func areThoseOfThePublishedExamples() {
        let tiles = Array(Tile.added(from: 0, to: 70_000))
        #expect(tiles.count == 273 + 1 + 1 + 1 + 1)
        #expect(tiles.prefix(273).allSatisfy { $0.level == 0 && !$0.isPartial })
        #expect(
            tiles.dropFirst(273).map(\.path) == [
                "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1",
            ])
        #expect(Tile.added(from: 0, to: 256).map(\.path) == ["tile/0/000", "tile/1/000.p/1"])
        #expect(
            Tile.partial(inTreeOfSize: 70_000).map(\.path) == [
                "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1",
            ])
        #expect(Tile.addedEntries(from: 0, to: 257).map(\.path) == ["tile/entries/000", "tile/entries/001.p/1"])
    }

    /// What is added are the tiles of the larger tree that the smaller did not have, for every pair of sizes.
    @Test func areWhatTheSmallerTreeDidNotHave() {
        let sizes = Array(0...5) + Array(254...258) + Array(510...514) + Array(65_534...65_538) + [65_792, 131_073]
        let all = Dictionary(uniqueKeysWithValues: sizes.map { ($0, allTiles(inTreeOfSize: $0)) })
        for old in sizes {
            for new in sizes {
                let before = Set(all[old] ?? [])
                let expected = old < new ? (all[new] ?? []).filter { !before.contains($0) } : []
                #expect(Array(Tile.added(from: UInt64(old), to: UInt64(new))) == expected, "\(old) to \(new)")
                #expect(
                    Array(Tile.addedEntries(from: UInt64(old), to: UInt64(new))).map { $0.path }
                        == expected.filter { $0.level == 0 }.map {
                            $0.path.replacing("tile/0/", with: "tile/entries/")
                        })
            }
        }
    }

    @Test func costNoMemoryUntilAskedFor() {
        var tiles = Tile.added(from: 0, to: .max).makeIterator()
        #expect(tiles.next()?.path == "tile/0/000")
        #expect(tiles.next()?.path == "tile/0/001")
        #expect(Array(Tile.added(from: .max - 1, to: .max)).map(\.width) == [255])
        #expect(Tile.partial(inTreeOfSize: .max).map(\.width) == Array(repeating: 255, count: 8))
    }

    /// The definition: level l has floor(size / 256^l) hashes, in rows of 256.
    private func allTiles(inTreeOfSize size: Int) -> [Tile] {
        var tiles: [Tile] = []
        var (hashes, level) = (size, 0)
        while hashes > 0 {
            for first in stride(from: 0, to: hashes, by: 256) {
                if let tile = try? Tile(
                    .hashes(level: level), index: UInt64(first / 256), width: min(256, hashes - first))
                {
                    tiles.append(tile)
                }
            }
            (hashes, level) = (hashes / 256, level + 1)
        }
        return tiles
    }
}
