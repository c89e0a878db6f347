import MerkleLog
import Testing

@Suite("Consistency proofs")
struct ConsistencyProofTests {
    /// All that follows rests on this: every pair of sizes up to 300.
    @Test func areThoseOfTheDefinitionForEveryPairOfSizes() throws {
        let tree = ReferenceTree(size: 300)
        for new in 0...300 {
            for old in 0...new {
                let proof = try ConsistencyProof(oldSize: UInt64(old), newSize: UInt64(new), from: tree)
                guard proof.hashes == tree.proof(old, new) else {
                    Issue.record("\(old) to \(new)")
                    continue
                }
                try proof.check(oldRoot: tree.root(0..<old), newRoot: tree.root(0..<new))
            }
        }
    }

    @Test func failWithAnyBitFlipped() {
        let tree = ReferenceTree(size: 11)
        for new in [2, 3, 5, 7, 8, 11] {
            for old in 1...new {
                let (oldRoot, newRoot) = (tree.root(0..<old), tree.root(0..<new))
                let proof = tree.proof(old, new)
                let held = bitFlips(of: proof + [oldRoot, newRoot]).filter { flipped in
                    holds(old, new, Array(flipped.dropLast(2)), flipped[flipped.count - 2], flipped[flipped.count - 1])
                }
                #expect(held.isEmpty, "\(old) to \(new)")
            }
        }
    }

    @Test func haveExactlyTheHashesTheyNeed() {
        let tree = ReferenceTree(size: 40)
        for new in 0...40 {
            for old in 0...new {
                let held = otherLengths(of: tree.proof(old, new)).filter { hashes in
                    holds(old, new, hashes, tree.root(0..<old), tree.root(0..<new))
                }
                #expect(held.isEmpty, "\(old) to \(new)")
            }
        }
    }

    private func holds(_ old: Int, _ new: Int, _ hashes: [Hash], _ oldRoot: Hash, _ newRoot: Hash) -> Bool {
        do throws(MerkleLogError) {
            let proof = try ConsistencyProof(oldSize: UInt64(old), newSize: UInt64(new), hashes: hashes)
            try proof.check(oldRoot: oldRoot, newRoot: newRoot)
            return true
        } catch {
            return false
        }
    }

    @Test func areRefusedForAShrinkingLog() {
        let error = #expect(throws: MerkleLogError.self) {
            try ConsistencyProof(oldSize: 5, newSize: 4, hashes: [])
        }
        #expect(error?.description == "consistency from size 5 to 4 refused: a log only grows")
    }

    @Test func fromTheEmptyTreeAskForItsRoot() throws {
        let tree = ReferenceTree(size: 3)
        let proof = try ConsistencyProof(oldSize: 0, newSize: 3, hashes: [])
        try proof.check(oldRoot: .emptyTree, newRoot: tree.root(0..<3))
        #expect(throws: MerkleLogError.self) {
            try proof.check(oldRoot: tree.root(0..<1), newRoot: tree.root(0..<3))
        }
        let empty = try ConsistencyProof(oldSize: 0, newSize: 0, hashes: [])
        try empty.check(oldRoot: .emptyTree, newRoot: .emptyTree)
        #expect(throws: MerkleLogError.self) {
            try empty.check(oldRoot: .emptyTree, newRoot: tree.root(0..<1))
        }
    }

    @Test(arguments: [(1 << 63) - 1, 1 << 63, (1 << 63) + 1, .max] as [UInt64])
    func neverTrapAtTheLargestSizes(size: UInt64) throws {
        for old in [1, 2, 3, size / 2, size - 1, size] {
            for count in 0...65 {
                let hashes = Array(repeating: Hash.emptyTree, count: count)
                let proof = try? ConsistencyProof(oldSize: old, newSize: size, hashes: hashes)
                try? proof?.check(oldRoot: .emptyTree, newRoot: .emptyTree)
            }
        }
    }
}
