import MerkleLog
import Testing

@Suite("Proof files")
struct ProofFileTests {
    private let tree = ReferenceTree(size: 300)
    private let signer: SignerKey
    private let policy: CheckpointPolicy

    init() throws {
        signer = try SignerKey(PublishedNotes.peterPrivate)
        policy = try CheckpointPolicy(origin: "log.example", logKeys: [signer.verifierKey])
    }

    private func file(leaf: UInt64, size: Int, extra: [UInt8] = []) throws -> ProofFile {
        let checkpoint = try Checkpoint(origin: "log.example", size: UInt64(size), root: tree.root(0..<size))
        return try ProofFile(
            extra: extra, proof: InclusionProof(leaf: leaf, size: UInt64(size), from: tree),
            note: checkpoint.signed(by: [signer]))
    }

    @Test func areTheLinesThatC2SPSays() throws {
        let file = try file(leaf: 5, size: 7, extra: Array("hello".utf8))
        let hashes = tree.path(5, 0..<7).map { base64($0) + "\n" }.joined()
        let head = "c2sp.org/tlog-proof@v1\nextra aGVsbG8=\nindex 5\n\(hashes)\nlog.example\n7\n"
        #expect(String(decoding: file.bytes, as: UTF8.self).hasPrefix(head))
        let alone = try self.file(leaf: 0, size: 1)
        #expect(String(decoding: alone.bytes, as: UTF8.self).hasPrefix("c2sp.org/tlog-proof@v1\nindex 0\n\nlog"))
    }

    @Test func areReadBackAndHold() throws {
        for (leaf, size) in [(0, 1), (0, 2), (1, 2), (5, 7), (255, 256), (256, 257), (299, 300), (17, 300)] {
            for extra in [[], [0], Array("harbor".utf8)] as [[UInt8]] {
                let file = try file(leaf: UInt64(leaf), size: size, extra: extra)
                let read = try ProofFile(bytes: file.bytes)
                #expect(read == file)
                let verified = try read.check(leafHash: tree.leafHashes[leaf], policy: policy)
                #expect(verified.checkpoint.size == UInt64(size))
                #expect(throws: MerkleLogError.self) { try read.check(leafHash: .emptyTree, policy: policy) }
            }
        }
    }

    @Test func areRefusedByAnotherPolicy() throws {
        let file = try file(leaf: 5, size: 7)
        let other = try CheckpointPolicy(origin: "log.example", logKeys: [VerifierKey(PublishedNotes.enoch)])
        #expect(throws: MerkleLogError.self) { try file.check(leafHash: tree.leafHashes[5], policy: other) }
    }

    /// Each line of a good file is replaced, removed, or doubled. Source of the cases with a published counterpart:
    /// transparency-dev/formats, proof/tlog_proof_test.go.
    @Test(arguments: [
        ("c2sp.org/tlog-proof@v1", "wrong-header"), ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("c2sp.org/tlog-proof@v1", " c2sp.org/tlog-proof@v1"), ("c2sp.org/tlog-proof@v1", ""),
        ("extra aGVsbG8=", "extra !!notbase64!!"), ("extra aGVsbG8=", "extra "), ("extra aGVsbG8=", "extra"),
        ("extra aGVsbG8=", "extra aGVsbG8=\nextra aGVsbG8="), ("extra aGVsbG8=", "Extra aGVsbG8="),
        ("extra aGVsbG8=", ""), ("extra aGVsbG8=", "extra  aGVsbG8="),
        ("index 5", "index notanumber"), ("index 5", "index -5"), ("index 5", "index 05"), ("index 5", "index 7"),
        ("index 5", "index"), ("index 5", "index "), ("index 5", "index  5"), ("index 5", ""), ("index 5", "5"),
        ("index 5", "index 5\nindex 5"), ("index 5", "index 5\nAAAA"), ("index 5", "index 5\n!!notbase64!!"),
        ("index 5", "index 5\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), ("\n7\n", "\n8\n"), ("\n7\n", "\n3\n"),
        ("\n\nlog", "\nlog"), ("\n\nlog", "\n\n\nlog"), ("index 5", "index 18446744073709551615"),
    ])
    func areRefusedWhenMalformed(good: String, bad: String) throws {
        let text = String(decoding: try file(leaf: 5, size: 7, extra: Array("hello".utf8)).bytes, as: UTF8.self)
        let spoilt = text.replacing(good, with: bad, maxReplacements: 1)
        #expect(spoilt != text)
        do throws(MerkleLogError) {
            let read = try ProofFile(bytes: Array(spoilt.utf8))
            _ = try read.check(leafHash: tree.leafHashes[5], policy: policy)
            Issue.record("accepted \(bad)")
        } catch {}
    }

    @Test func areBounded() throws {
        #expect(throws: MerkleLogError.self) { try ProofFile(bytes: [UInt8](repeating: 65, count: (3 << 20) + 1)) }
        let longest = [UInt8](repeating: 65, count: 1 << 20)
        let file = try file(leaf: 5, size: 7, extra: longest)
        #expect(try ProofFile(bytes: file.bytes) == file)
        #expect(throws: MerkleLogError.self) { try self.file(leaf: 5, size: 7, extra: longest + [0]) }
        let head = "c2sp.org/tlog-proof@v1\nindex 0\n" + String(repeating: base64(.emptyTree) + "\n", count: 64)
        let error = #expect(throws: MerkleLogError.self) { try ProofFile(bytes: Array(head.utf8)) }
        #expect(error?.description == "proof file refused at line 66: expected at most 63 hashes, found more")
    }

    @Test func askForTheCheckpointOfTheirTree() throws {
        let note = try file(leaf: 5, size: 7).note
        #expect(throws: MerkleLogError.self) {
            try ProofFile(proof: InclusionProof(leaf: 5, size: 8, from: tree), note: note)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func neverTrapAndNeverHoldForAnotherLeafWhenChanged(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let original = try file(leaf: 5, size: 7, extra: [1, 2, 3])
        for _ in 0..<1_500 {
            let changed = generator.mutation(of: original.bytes)
            guard let read = try? ProofFile(bytes: changed) else { continue }
            #expect(read.bytes == changed)
            for leaf in 0..<7 where leaf != Int(read.proof.leaf) {
                #expect((try? read.check(leafHash: tree.leafHashes[leaf], policy: policy)) == nil)
            }
        }
    }
}
