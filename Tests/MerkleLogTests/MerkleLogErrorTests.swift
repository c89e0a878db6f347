import Testing

@testable import MerkleLog

@Suite("Error messages")
struct MerkleLogErrorTests {
    private static let tile = Tile(unchecked: .hashes(level: 0), index: 1, width: 44)

    /// Those that no other test reads word for word.
    @Test(arguments: [
        (
            MerkleLogError.impossibleTile(level: 9, index: 1, width: 300),
            "tile of level 9, index 1, width 300 refused: no tree has it"
        ),
        (.wrongTile(tile), "tile/0/001.p/44 refused: its hashes do not lead to the tree's root"),
        (.tooLong(.checkpoint, limit: 5, found: 6), "checkpoint refused: expected at most 5 bytes, found 6"),
        (.notSigned(by: ["a+01", "b+02"]), "note refused: expected a signature by a+01 or b+02, found none"),
        (.ambiguousKey("a+01"), "key a+01 refused: two different known keys have this name and id"),
        (.wrongKeyKind(key: "a+01"), "key a+01 refused: it is not of the kind this signature needs"),
        (.impossibleTimestamp(0), "cosignature refused: expected seconds since 1970, found 0"),
        (.unreadable("tile/0/000", cause: Missing()), "tile/0/000 could not be read: no such file"),
    ])
    func sayExpectedAgainstFound(error: MerkleLogError, text: String) {
        #expect(error.description == text)
        #expect(!error.remedy.isEmpty)
    }

    @Test func quoteForeignTextOnOneShortLineOfASCII() {
        #expect(quoted(Array("a\n\u{1b}[31mé".utf8)) == "\"a\\x0a\\x1b[31m\\xc3\\xa9\"")
        #expect(quoted(Array(repeating: 97, count: 100)) == "\"\(String(repeating: "a", count: 48))...\"")
    }

    private struct Missing: Error, CustomStringConvertible {
        var description: String { "no such file" }
    }
}
