import MerkleLog
import Testing

@Suite("Inclusion proofs")
struct InclusionProofTests {
    /// All that follows rests on this: every leaf of every tree of up to 300 leaves.
    @Test func areThoseOfTheDefinitionForEveryLeafOfEveryTree() throws {
        let tree = ReferenceTree(size: 300)
        for size in 1...300 {
            for leaf in 0..<size {
                let proof = try InclusionProof(leaf: UInt64(leaf), size: UInt64(size), from: tree)
                guard proof.hashes == tree.path(leaf, 0..<size) else {
                    Issue.record("leaf \(leaf) of \(size)")
                    continue
                }
                try proof.check(leafHash: tree.leafHashes[leaf], root: tree.root(0..<size))
            }
        }
    }

    @Test func failWithAnyBitFlipped() {
        let tree = ReferenceTree(size: 11)
        for size in [1, 2, 3, 5, 7, 8, 11] {
            let root = tree.root(0..<size)
            for leaf in 0..<size {
                let held = bitFlips(of: tree.path(leaf, 0..<size) + [tree.leafHashes[leaf]]).filter { flipped in
                    holds(leaf, size, Array(flipped.dropLast()), flipped[flipped.count - 1], root)
                }
                #expect(held.isEmpty, "leaf \(leaf) of \(size)")
            }
        }
    }

    @Test func haveExactlyTheHashesTheyNeed() {
        let tree = ReferenceTree(size: 40)
        for size in 1...40 {
            for leaf in 0..<size {
                let held = otherLengths(of: tree.path(leaf, 0..<size)).filter { hashes in
                    holds(leaf, size, hashes, tree.leafHashes[leaf], tree.root(0..<size))
                }
                #expect(held.isEmpty, "leaf \(leaf) of \(size)")
            }
        }
    }

    @Test func areOfNoUseForAnotherLeaf() {
        let tree = ReferenceTree(size: 20)
        for size in 1...20 {
            for leaf in 0..<size {
                let held = (0..<size).filter { other in
                    holds(other, size, tree.path(leaf, 0..<size), tree.leafHashes[leaf], tree.root(0..<size))
                }
                #expect(held == [leaf])
            }
        }
    }

    private func holds(_ leaf: Int, _ size: Int, _ hashes: [Hash], _ leafHash: Hash, _ root: Hash) -> Bool {
        do throws(MerkleLogError) {
            let proof = try InclusionProof(leaf: UInt64(leaf), size: UInt64(size), hashes: hashes)
            try proof.check(leafHash: leafHash, root: root)
            return true
        } catch {
            return false
        }
    }

    @Test(arguments: [(0, 0), (1, 1), (5, 5), (6, 5), (.max, .max), (.max, 1)] as [(UInt64, UInt64)])
    func areRefusedOutsideTheTree(leaf: UInt64, size: UInt64) {
        let error = #expect(throws: MerkleLogError.self) { try InclusionProof(leaf: leaf, size: size, hashes: []) }
        #expect(error?.description == "leaf \(leaf) refused: the tree has \(size) leaves")
        #expect(throws: MerkleLogError.self) {
            try InclusionProof(leaf: leaf, size: size, from: ReferenceTree(size: 0))
        }
    }

    @Test(arguments: [(1 << 63) - 1, 1 << 63, (1 << 63) + 1, .max] as [UInt64])
    func neverTrapAtTheLargestSizes(size: UInt64) throws {
        for leaf in [0, 1, size / 2, size - 2, size - 1] {
            var refused: [Int] = []
            for count in 0...65 {
                do throws(MerkleLogError) {
                    let hashes = Array(repeating: Hash.emptyTree, count: count)
                    let proof = try InclusionProof(leaf: leaf, size: size, hashes: hashes)
                    #expect(proof.root(leafHash: .emptyTree) != .emptyTree)
                } catch {
                    refused.append(count)
                }
            }
            #expect(refused.count == 65, "exactly one length is right for leaf \(leaf)")
        }
    }

    @Test func sayWhatWasWrong() throws {
        let tree = ReferenceTree(size: 3)
        let proof = try InclusionProof(leaf: 1, size: 3, from: tree)
        let error = #expect(throws: MerkleLogError.self) {
            try proof.check(leafHash: tree.leafHashes[0], root: tree.root(0..<3))
        }
        let found = proof.root(leafHash: tree.leafHashes[0])
        #expect(error?.description == "root refused: expected \(tree.root(0..<3)), found \(found)")
        let short = #expect(throws: MerkleLogError.self) { try InclusionProof(leaf: 1, size: 3, hashes: []) }
        #expect(short?.description == "proof refused: expected 2 hashes, found 0")
    }

    @Test func noticeAReaderThatReturnsTooLittle() {
        struct Forgetful: HashReader {
            func readHashes(at nodes: [Node]) -> [Hash] { [] }
        }
        let error = #expect(throws: MerkleLogError.self) { try InclusionProof(leaf: 1, size: 3, from: Forgetful()) }
        #expect(error?.description == "read refused: asked for 2, got 0")
    }
}

/// Every value that differs from these hashes in one bit.
func bitFlips(of hashes: [Hash]) -> [[Hash]] {
    hashes.indices.flatMap { place in
        (0..<256).compactMap { bit in
            var bytes = hashes[place].bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            guard let flipped = Hash(bytes) else { return nil }
            var all = hashes
            all[place] = flipped
            return all
        }
    }
}

/// The hashes cut short at every length, at either end, and with one too many, at every place.
func otherLengths(of hashes: [Hash]) -> [[Hash]] {
    let cut = hashes.indices.flatMap { [Array(hashes.prefix($0)), Array(hashes.suffix($0))] }
    let extended = (0...hashes.count).map { place in
        hashes.prefix(place) + [.emptyTree] + hashes.suffix(hashes.count - place)
    }
    return cut + extended.map { Array($0) }
}
