import MerkleLog
import Testing

@Suite("Published proof probes")
struct ProofProbeTests {
    @Test func areAllThere() {
        #expect(ProofProbe.inclusion.count == 98)
        #expect(ProofProbe.inclusion.filter(\.holds).count == 6)
        #expect(ProofProbe.consistency.count == 98)
        #expect(ProofProbe.consistency.filter(\.holds).count == 6)
    }

    @Test(arguments: ProofProbe.inclusion)
    func ofInclusionAreJudgedAsPublished(probe: ProofProbe) {
        #expect(holds(inclusion: probe) == probe.holds)
    }

    @Test(arguments: ProofProbe.consistency)
    func ofConsistencyAreJudgedAsPublished(probe: ProofProbe) {
        #expect(holds(consistency: probe) == probe.holds)
    }

    /// What is not a hash cannot even be handed to the check.
    private func holds(inclusion probe: ProofProbe) -> Bool {
        guard let leafHash = probe.hashes[0], let root = probe.hashes[1], !probe.proof.contains(nil) else {
            return false
        }
        do throws(MerkleLogError) {
            let proof = try InclusionProof(
                leaf: probe.numbers[0], size: probe.numbers[1], hashes: probe.proof.compactMap(\.self))
            try proof.check(leafHash: leafHash, root: root)
            return true
        } catch {
            return false
        }
    }

    private func holds(consistency probe: ProofProbe) -> Bool {
        guard let old = probe.hashes[0], let new = probe.hashes[1], !probe.proof.contains(nil) else { return false }
        do throws(MerkleLogError) {
            let proof = try ConsistencyProof(
                oldSize: probe.numbers[0], newSize: probe.numbers[1], hashes: probe.proof.compactMap(\.self))
            try proof.check(oldRoot: old, newRoot: new)
            return true
        } catch {
            return false
        }
    }
}
