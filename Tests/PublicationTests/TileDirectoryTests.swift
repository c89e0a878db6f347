import Foundation
import MerkleLog
import Testing

@testable import Publication

@Suite("Tiles on the disk")
struct TileDirectoryTests {
    /// A killed run, or anybody, may have left other bytes under the name.
    @Test(arguments: [[], [1, 2], [1, 2, 4], [1, 2, 3, 4]] as [[UInt8]]) func whatStandsThereIsReplaced(left: [UInt8])
        throws
    {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: directory) } }
        var tiles = TileDirectory(directory.path, Disk())
        let tile = try Tile(path: "tile/0/000.p/3")
        try tiles.put(tile, [9])
        let file = directory.appendingPathComponent(tile.path)
        try Data(left).write(to: file)
        try tiles.put(tile, [1, 2, 3])
        #expect(try Data(contentsOf: file) == Data([1, 2, 3]))
    }
}
