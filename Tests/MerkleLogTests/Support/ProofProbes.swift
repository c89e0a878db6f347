import MerkleLog
import Testing

/// Proofs, most of them spoilt in one way, and whether they hold.
///
/// Source: transparency-dev/merkle, testdata/inclusion and testdata/consistency, every probe. The hashes are those of
/// the published files; each has a letter here, `-` stands for a value that is not 32 bytes long, `.` for no proof. K stands for the 12 bytes of "don't care 1".
struct ProofProbe: Sendable, CustomTestStringConvertible {
    /// Leaf and tree size, or old and new size.
    let numbers: [UInt64]
    /// Leaf hash and root, or old and new root; nil where the value is not a hash.
    let hashes: [Hash?]
    let proof: [Hash?]
    let holds: Bool
    let testDescription: String

    private init(_ line: Substring) {
        let fields = line.split(separator: " ", maxSplits: 6).map(String.init)
        numbers = fields[0...1].compactMap { UInt64($0) }
        hashes = fields[2...3].map { value in ProofProbe.values[Character(value)] ?? nil }
        proof = fields[4] == "." ? [] : fields[4].map { ProofProbe.values[$0] ?? nil }
        holds = fields[5] == "holds"
        testDescription = String(line)
    }

    /// Fields: leaf, size, leaf hash, root, proof, verdict, what was done to it.
    static let inclusion = inclusionTable.split(separator: "\n").map(ProofProbe.init)

    /// Fields: old size, new size, old root, new root, proof, verdict, what was done to it.
    static let consistency = consistencyTable.split(separator: "\n").map(ProofProbe.init)

    private static let values: [Character: Hash?] = [
        "a": Hash(hex: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        "b": Hash(hex: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        "c": Hash(hex: "abacaba000000000000000000000000000000000000000000060061e00123456"),
        "d": Hash(hex: "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
        "e": Hash(hex: "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
        "f": Hash(hex: "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
        "g": Hash(hex: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
        "h": Hash(hex: "9ea296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
        "i": Hash(hex: "57083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
        "j": Hash(hex: "6347aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
        "k": Hash(hex: "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
        "l": Hash(hex: "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
        "m": Hash(hex: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        "n": Hash(hex: "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658"),
        "o": Hash(hex: "b41a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
        "p": Hash(hex: "c2854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
        "q": Hash(hex: "db7ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        "r": Hash(hex: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        "s": Hash(hex: "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7"),
        "t": Hash(hex: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        "u": Hash(hex: "f2c54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        "v": Hash(hex: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        "w": Hash(hex: "66340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        "x": Hash(hex: "0d3aed023148ffd2a259fbd0cdc7fb3cf975658760d3775b82af6f90aacc2dfc"),
        "y": Hash(hex: "86a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
        "z": Hash(hex: "4f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
        "A": Hash(hex: "7b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
        "B": Hash(hex: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        "C": Hash(hex: "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
        "D": Hash(hex: "1ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
        "E": Hash(hex: "da854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
        "F": Hash(hex: "c37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        "G": Hash(hex: "ac1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
        "H": Hash(hex: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        "I": Hash(hex: "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"),
        "J": Hash(hex: "a08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"),
        "K": Hash(hex: "0873045f9fee00c4688e20694f47e1638b5a243575fd28c44035a827a70f5e13"),
    ]
}

private let inclusionTable = """
    0 1 a b . refused empty root
    0 1 a a . holds happy path
    2 1 a a . refused leafIdx XOR @2
    1 1 a a . refused leafIdx plus @1
    18446744073709551615 1 a a . refused leafIdx sub @1
    0 1 a a - refused preceding garbage
    0 1 a a a refused preceding root
    0 1 a c . refused random root
    0 1 a a - refused trailing garbage
    0 1 a a a refused trailing root
    0 0 a a . refused treeSize div @2
    0 2 a a . refused treeSize mul @2
    0 1 - a . refused wrong leaf
    0 8 a b def refused empty root
    0 8 a g def holds happy path
    0 8 a g dcef refused inserted component
    2 8 a g def refused leafIdx XOR @2
    1 8 a g def refused leafIdx plus @1
    18446744073709551615 8 a g def refused leafIdx sub @1
    0 8 a g hef refused modified proof[0] bit @3
    0 8 a g dif refused modified proof[1] bit @3
    0 8 a g dej refused modified proof[2] bit @3
    0 8 a g -def refused preceding garbage
    0 8 a g gdef refused preceding root
    0 8 a c def refused random root
    0 8 a g de refused removed component
    0 8 a g def- refused trailing garbage
    0 8 a g defg refused trailing root
    0 4 a g def refused treeSize div @2
    0 16 a g def refused treeSize mul @2
    0 8 - g def refused wrong leaf
    5 8 n b klm refused empty root
    5 8 n g klm holds happy path
    5 8 n g kclm refused inserted component
    7 8 n g klm refused leafIdx XOR @2
    6 8 n g klm refused leafIdx plus @1
    4 8 n g klm refused leafIdx sub @1
    5 8 n g olm refused modified proof[0] bit @3
    5 8 n g kpm refused modified proof[1] bit @3
    5 8 n g klq refused modified proof[2] bit @3
    5 8 n g -klm refused preceding garbage
    5 8 n g gklm refused preceding root
    5 8 n c klm refused random root
    5 8 n g kl refused removed component
    5 8 n g klm- refused trailing garbage
    5 8 n g klmg refused trailing root
    5 4 n g klm refused treeSize div @2
    5 16 n g klm refused treeSize mul @2
    5 8 - g klm refused wrong leaf
    2 3 s b r refused empty root
    2 3 s t r holds happy path
    0 3 s t r refused leafIdx XOR @2
    3 3 s t r refused leafIdx plus @1
    1 3 s t r refused leafIdx sub @1
    2 3 s t u refused modified proof[0] bit @3
    2 3 s t -r refused preceding garbage
    2 3 s t tr refused preceding root
    2 3 s c r refused random root
    2 3 s t . refused removed component
    2 3 s t r- refused trailing garbage
    2 3 s t rt refused trailing root
    2 1 s t r refused treeSize div @2
    2 6 s t r refused treeSize mul @2
    2 3 - t r refused wrong leaf
    1 5 d b aek refused empty root
    1 5 d v aek holds happy path
    1 5 d v acek refused inserted component
    3 5 d v aek refused leafIdx XOR @2
    2 5 d v aek refused leafIdx plus @1
    0 5 d v aek refused leafIdx sub @1
    1 5 d v wek refused modified proof[0] bit @3
    1 5 d v aik refused modified proof[1] bit @3
    1 5 d v aeo refused modified proof[2] bit @3
    1 5 d v -aek refused preceding garbage
    1 5 d v vaek refused preceding root
    1 5 d c aek refused random root
    1 5 d v ae refused removed component
    1 5 d v aek- refused trailing garbage
    1 5 d v aekv refused trailing root
    1 2 d v aek refused treeSize div @2
    1 10 d v aek refused treeSize mul @2
    1 5 - v aek refused wrong leaf
    0 0 c b . refused empty root and random leaf
    0 0 - b . refused empty root
    0 0 c - . refused random leaf
    0 1 c b . refused empty root and random leaf
    0 1 - b . refused empty root
    0 1 c - . refused random leaf
    1 0 c b . refused empty root and random leaf
    1 0 - b . refused empty root
    1 0 c - . refused random leaf
    2 1 c b . refused empty root and random leaf
    2 1 - b . refused empty root
    2 1 c - . refused random leaf
    0 1 - x . refused empty leaf
    0 1 - - . refused empty root and leaf
    0 1 x - . refused empty root
    0 1 x x . holds matching root and leaf
    """

private let consistencyTable = """
    1 1 a a . holds happy path
    1 8 a g . refused empty proof
    1 8 a g def holds happy path
    1 8 a g yef refused modified proof@0 bit @4
    1 8 a g dzf refused modified proof@1 bit @4
    1 8 a g deA refused modified proof@2 bit @4
    1 8 a g -def refused preceding garbage
    1 8 a g ddef refused preceding proof @0
    1 8 a g adef refused preceding root1
    1 8 a g gdef refused preceding root2
    3 8 a g def refused size1 XOR @2
    2 8 a g def refused size1 plus @1
    0 8 a g def refused size1 sub @1
    1 4 a g def refused size2 div @2
    1 16 a g def refused size2 mul @2
    1 8 g a def refused swapped roots
    1 8 a g def- refused trailing garbage
    1 8 a g defa refused trailing root1
    1 8 a g defg refused trailing root2
    1 8 a g de refused truncated proof
    1 8 - g def refused wrong root1
    1 8 a - def refused wrong root2
    6 8 B g . refused empty proof
    6 8 B g Clm holds happy path
    6 8 B g Dlm refused modified proof@0 bit @4
    6 8 B g CEm refused modified proof@1 bit @4
    6 8 B g ClF refused modified proof@2 bit @4
    6 8 B g -Clm refused preceding garbage
    6 8 B g CClm refused preceding proof @0
    6 8 B g BClm refused preceding root1
    6 8 B g gClm refused preceding root2
    4 8 B g Clm refused size1 XOR @2
    7 8 B g Clm refused size1 plus @1
    5 8 B g Clm refused size1 sub @1
    6 4 B g Clm refused size2 div @2
    6 16 B g Clm refused size2 mul @2
    6 8 g B Clm refused swapped roots
    6 8 B g Clm- refused trailing garbage
    6 8 B g ClmB refused trailing root1
    6 8 B g Clmg refused trailing root2
    6 8 B g Cl refused truncated proof
    6 8 - g Clm refused wrong root1
    6 8 B - Clm refused wrong root2
    2 5 r v . refused empty proof
    2 5 r v ek holds happy path
    2 5 r v zk refused modified proof@0 bit @4
    2 5 r v eG refused modified proof@1 bit @4
    2 5 r v -ek refused preceding garbage
    2 5 r v eek refused preceding proof @0
    2 5 r v rek refused preceding root1
    2 5 r v vek refused preceding root2
    0 5 r v ek refused size1 XOR @2
    3 5 r v ek refused size1 plus @1
    1 5 r v ek refused size1 sub @1
    2 2 r v ek refused size2 div @2
    2 10 r v ek refused size2 mul @2
    2 5 v r ek refused swapped roots
    2 5 r v ek- refused trailing garbage
    2 5 r v ekr refused trailing root1
    2 5 r v ekv refused trailing root2
    2 5 r v e refused truncated proof
    2 5 - v ek refused wrong root1
    2 5 r - ek refused wrong root2
    6 7 B H . refused empty proof
    6 7 B H CIm holds happy path
    6 7 B H DIm refused modified proof@0 bit @4
    6 7 B H CJm refused modified proof@1 bit @4
    6 7 B H CIF refused modified proof@2 bit @4
    6 7 B H -CIm refused preceding garbage
    6 7 B H CCIm refused preceding proof @0
    6 7 B H BCIm refused preceding root1
    6 7 B H HCIm refused preceding root2
    4 7 B H CIm refused size1 XOR @2
    7 7 B H CIm refused size1 plus @1
    5 7 B H CIm refused size1 sub @1
    6 3 B H CIm refused size2 div @2
    6 14 B H CIm refused size2 mul @2
    6 7 H B CIm refused swapped roots
    6 7 B H CIm- refused trailing garbage
    6 7 B H CImB refused trailing root1
    6 7 B H CImH refused trailing root2
    6 7 B H CI refused truncated proof
    6 7 - H CIm refused wrong root1
    6 7 B - CIm refused wrong root2
    0 1 b b b refused consistency check on empty tree (size1 is zero) is useless
    0 0 b - . refused roots do not match and sizes are zero
    1 1 b - . refused roots do not not match and sizes are one
    2 1 - - . refused size1 is greater than size2 again
    1 0 - - . refused size1 is greater than size2
    0 1 - - . refused size1 is zero and does not equal size2
    0 1 b - . refused size1 is zero and size2 is not zero
    1 1 K K . holds sizes are equal (one) and proof is empty
    1 1 - - . refused sizes are equal (one) but roots are not
    0 0 - - . refused sizes are equal (zero) and proof is empty
    0 0 - - . refused sizes are equal (zero) but roots are not
    1 2 - - . refused sizes do not watch and proof is empty
    1 1 b b b refused sizes match but proof is not empty and sizes are one
    0 0 b b b refused sizes match but proof is not empty and sizes are zero
    """
