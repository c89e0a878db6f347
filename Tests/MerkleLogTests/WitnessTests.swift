import MerkleLog
import Testing

@Suite("Speaking to a witness")
struct WitnessTests {
    @Test(arguments: [PublishedNotes.request, PublishedNotes.exampleRequest])
    func readsPublishedRequests(text: String) throws {
        let request = try WitnessRequest(bytes: Array(text.utf8))
        #expect(request.bytes == Array(text.utf8))
    }

    /// The proof and the signature hold, in the tree that torchwood's test makes.
    @Test func checksAPublishedRequest() throws {
        let request = try WitnessRequest(bytes: Array(PublishedNotes.request.utf8))
        let name = try KeyName(PublishedNotes.requestOrigin)
        let key = try VerifierKey("\(name)+5202289b+\(vkeyBase64(PublishedNotes.requestLogKey))")
        let policy = try CheckpointPolicy(origin: name.description, logKeys: [key])
        let checkpoint = try policy.open(request.note).checkpoint
        #expect(request.oldSize == 1)
        #expect(checkpoint.size == 5)
        let oldRoot = try #require(Hash(hex: PublishedNotes.requestOldRoot))
        try request.consistencyProof().check(oldRoot: oldRoot, newRoot: checkpoint.root)
    }

    @Test func writesWhatItReads() throws {
        let tree = ReferenceTree(size: 300)
        let signer = try SignerKey(PublishedNotes.peterPrivate)
        let checkpoint = try Checkpoint(origin: "log.example", size: 300, root: tree.root(0..<300))
        for old in [0, 1, 255, 256, 299, 300] as [UInt64] {
            let proof = try ConsistencyProof(oldSize: old, newSize: 300, from: tree)
            let request = try WitnessRequest(proof: proof, note: checkpoint.signed(by: [signer]))
            let read = try WitnessRequest(bytes: request.bytes)
            #expect(read == request)
            #expect(try read.consistencyProof() == proof)
        }
        let shorter = try ConsistencyProof(oldSize: 5, newSize: 299, from: tree)
        #expect(throws: MerkleLogError.self) {
            try WitnessRequest(proof: shorter, note: checkpoint.signed(by: [signer]))
        }
    }

    @Test(arguments: [
        ("old 1\n", ""), ("old 1\n", "old\n"), ("old 1\n", "old \n"), ("old 1\n", "old 01\n"), ("old 1\n", "old -1\n"),
        ("old 1\n", "Old 1\n"), ("old 1\n", "old  1\n"), ("old 1\n", "old 1 \n"), ("old 1\n", "old 1\r\n"),
        ("old 1\n", "old 9223372036854775808\n"), ("old 1\n", "old 1\nAAAA\n"), ("old 1\n", "old 1\n\n"),
        ("\n\nsigsum", "\nsigsum"), ("\n\nsigsum", "\n\n\n\nsigsum"),
    ])
    func refusesMalformedRequests(good: String, bad: String) throws {
        let spoilt = PublishedNotes.request.replacing(good, with: bad, maxReplacements: 1)
        #expect(throws: MerkleLogError.self) {
            try WitnessRequest(bytes: Array(spoilt.utf8)).consistencyProof()
        }
    }

    @Test func refusesMoreThan63ProofLines() throws {
        let line = base64(.emptyTree) + "\n"
        func request(_ count: Int) -> [UInt8] {
            Array(
                PublishedNotes.request.replacing("old 1\n", with: "old 1\n" + String(repeating: line, count: count))
                    .utf8)
        }
        #expect(try WitnessRequest(bytes: request(60)).hashes.count == 63)
        #expect(throws: MerkleLogError.self) { try WitnessRequest(bytes: request(61)) }
        #expect(throws: MerkleLogError.self) { try WitnessRequest(bytes: request(60)).consistencyProof() }
    }

    @Test func readsPublishedResponses() throws {
        let response = try WitnessResponse(cosignatures: Array(PublishedNotes.exampleResponse.utf8))
        #expect(response.bytes == Array(PublishedNotes.exampleResponse.utf8))
        guard case .cosigned(let signatures) = response else { return }
        #expect(
            signatures.map(\.key.name.description) == [
                "witness.example/w1", "witness.example/w1", "witness.example/w2",
            ])
    }

    @Test(arguments: ["", "\n", "— w AAAAAAA=", "- w AAAAAAA=\n", "— w AAAAAAA=\n\n", "— w AAAAAA==\n", "17\n"])
    func refusesMalformedCosignatures(text: String) {
        #expect(throws: MerkleLogError.self) { try WitnessResponse(cosignatures: Array(text.utf8)) }
    }

    @Test func boundsTheCosignatures() throws {
        let line = "— w AAAAAAA=\n"
        #expect(throws: Never.self) {
            try WitnessResponse(cosignatures: Array(String(repeating: line, count: 100).utf8))
        }
        #expect(throws: MerkleLogError.self) {
            try WitnessResponse(cosignatures: Array(String(repeating: line, count: 101).utf8))
        }
    }

    @Test func readsAConflict() throws {
        #expect(try WitnessResponse(conflict: Array("20852014\n".utf8)) == .conflict(size: 20_852_014))
        #expect(WitnessResponse.conflict(size: 0).bytes == Array("0\n".utf8))
        for text in [
            "", "\n", "1", "01\n", "1\n\n", "1\n2\n", "-1\n", "9223372036854775808\n", "11111111111111111111\n",
        ] {
            #expect(throws: MerkleLogError.self) { try WitnessResponse(conflict: Array(text.utf8)) }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func neverTrapsOnChangedBodies(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<1_500 {
            let request = generator.mutation(of: Array(PublishedNotes.request.utf8))
            if let read = try? WitnessRequest(bytes: request) {
                #expect(read.bytes == request)
                _ = try? read.consistencyProof()
            }
            let response = generator.mutation(of: Array(PublishedNotes.exampleResponse.utf8))
            if let read = try? WitnessResponse(cosignatures: response) { #expect(read.bytes == response) }
            let conflict = generator.mutation(of: Array("20852014\n".utf8))
            if let read = try? WitnessResponse(conflict: conflict) { #expect(read.bytes == conflict) }
        }
    }

    /// The base64 of type byte and key, 33 bytes, by way of the one for hashes.
    private func vkeyBase64(_ hex: String) -> String {
        let key = [1] + bytes(ofHex: hex)
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bits = key.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
        return String(
            stride(from: 0, to: bits.count, by: 6).map { first in
                digits[bits[first..<first + 6].reduce(0) { $0 * 2 + Int($1) }]
            })
    }
}
