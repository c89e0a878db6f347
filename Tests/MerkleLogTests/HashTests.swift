import MerkleLog
import Testing

/// Values: RFC 6962 hashes as published in transparency-dev/merkle, rfc6962/rfc6962_test.go.
@Suite("Hashing leaves and nodes")
struct HashTests {
    @Test func theEmptyTreeIsTheHashOfNothing() {
        #expect(Hash.emptyTree.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func aLeafIsPrefixedWithZero() {
        let expected = "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
        #expect(Hash.leaf(Array("L123456".utf8)).hex == expected)
        #expect(Hash.leaf([]).hex == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
    }

    @Test func hexadecimalGoesBothWays() {
        let hash = Hash.leaf([])
        #expect(Hash(hex: hash.hex) == hash)
        #expect(Hash(hex: hash.hex.uppercased()) == hash)
        #expect("\(hash)" == hash.hex)
    }

    @Test(arguments: ["", "00", String(repeating: "0", count: 63), String(repeating: "g", count: 64)])
    func hexadecimalOfAnyOtherShapeIsRefused(text: String) {
        #expect(Hash(hex: text) == nil)
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func anyOtherNumberOfBytesIsRefused(count: Int) {
        #expect(Hash([UInt8](repeating: 7, count: count)) == nil)
    }

    @Test func theBytesComeBackAsTheyWent() {
        let bytes = (0..<32).map { UInt8($0) }
        #expect(Hash(bytes)?.bytes == bytes)
        #expect(Hash(bytes)?.withUnsafeBytes { Array($0) } == bytes)
    }
}
