import MerkleLog
import Testing

/// Eight leaves and the roots of the trees over the first 0 to 8 of them.
///
/// Source: transparency-dev/merkle, testonly/constants.go; recomputed from RFC 6962.
enum PublishedTree {
    static let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]

    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    static let leafHashes = leaves.map { Hash.leaf(bytes(ofHex: $0)) }
}

/// Turns digits into bytes, for tables.
func bytes(ofHex hex: String) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0 }
}

@Suite("The root over leaves")
struct RootTests {
    @Test(arguments: 0...8)
    func isThePublishedOne(size: Int) {
        #expect(Hash.root(ofLeafHashes: PublishedTree.leafHashes.prefix(size)).hex == PublishedTree.roots[size])
    }

    @Test func agreesWithTheDefinitionAtEverySize() {
        let tree = ReferenceTree(size: 600)
        for size in 0...600 {
            #expect(Hash.root(ofLeafHashes: tree.leafHashes.prefix(size)) == tree.root(0..<size), "size \(size)")
        }
    }

    @Test func isReadFromStoredHashesAtEverySize() throws {
        let tree = ReferenceTree(size: 300)
        for size in 0...300 {
            #expect(try tree.root(ofSize: UInt64(size)) == tree.root(0..<size), "size \(size)")
        }
    }
}
