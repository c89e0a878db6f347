import MerkleLog
import Testing

@Suite("Whom to believe about a log")
struct CheckpointPolicyTests {
    private let log: SignerKey
    private let witnesses: [SignerKey]
    private let checkpoint: Checkpoint

    init() throws {
        log = try CheckpointPolicyTests.key(.ed25519, "log.example", seed: 1)
        witnesses = try (1...3).map { try CheckpointPolicyTests.key(.cosignature, "w\($0).example", seed: 10 + $0) }
        checkpoint = try Checkpoint(origin: "log.example", size: 3, root: ReferenceTree(size: 3).root(0..<3))
    }

    private static func key(_ type: SignatureType, _ name: String, seed: UInt8) throws -> SignerKey {
        let seed = [UInt8](repeating: seed, count: 32)
        return try #require(SignerKey(name: KeyName(name), type: type, seed: seed))
    }

    private func policy(quorum: Int = 0) throws -> CheckpointPolicy {
        try CheckpointPolicy(
            origin: "log.example", logKeys: [log.verifierKey], witnesses: witnesses.map(\.verifierKey), quorum: quorum)
    }

    @Test func countsTheWitnessesThatCosigned() throws {
        var note = try checkpoint.signed(by: [log])
        for (place, witness) in witnesses.enumerated() {
            let error = #expect(throws: MerkleLogError.self) { try policy(quorum: place + 1).open(note) }
            #expect(
                error?.description == "checkpoint refused: expected cosignatures of \(place + 1) known witnesses, "
                    + "found \(place)")
            note = try note.adding(witness.cosign(checkpoint, at: 1_679_315_147 + UInt64(place)))
            let opened = try policy(quorum: place + 1).open(SignedNote(bytes: note.bytes))
            #expect(opened.checkpoint == checkpoint)
            #expect(opened.cosignatures.map(\.timestamp) == (0...place).map { 1_679_315_147 + UInt64($0) })
        }
    }

    @Test func countsAWitnessWithTwoKeysOnce() throws {
        let second = try CheckpointPolicyTests.key(.cosignature, "w1.example", seed: 99)
        let keys = [witnesses[0], second].map(\.verifierKey)
        let log = [log.verifierKey]
        #expect(throws: MerkleLogError.self) {
            try CheckpointPolicy(origin: "log.example", logKeys: log, witnesses: keys, quorum: 2)
        }
        let policy = try CheckpointPolicy(
            origin: "log.example", logKeys: log, witnesses: keys + [witnesses[1].verifierKey], quorum: 2)
        let note = try checkpoint.signed(by: [self.log]).adding(witnesses[0].cosign(checkpoint, at: 1))
            .adding(second.cosign(checkpoint, at: 1))
        #expect(throws: MerkleLogError.self) { try policy.open(note) }
    }

    @Test func asksForTheLogItself() throws {
        let stranger = try CheckpointPolicyTests.key(.ed25519, "log.example", seed: 2)
        let note = try checkpoint.signed(by: [stranger]).adding(witnesses[0].cosign(checkpoint, at: 5))
        let error = #expect(throws: MerkleLogError.self) { try policy().open(note) }
        let name = log.verifierKey.identity.description
        #expect(error?.description == "note refused: expected a signature by \(name), found none")
    }

    @Test func refusesAnotherLog() throws {
        let other = try Checkpoint(origin: "other.example", size: 3, root: checkpoint.root)
        let error = #expect(throws: MerkleLogError.self) { try policy().open(other.signed(by: [log])) }
        #expect(
            error?.description == "checkpoint refused: expected origin \"log.example\", found \"other.example\"")
    }

    @Test func refusesABadCosignatureByAKnownWitness() throws {
        let other = try Checkpoint(origin: "log.example", size: 2, root: checkpoint.root)
        let note = try checkpoint.signed(by: [log]).adding(witnesses[0].cosign(other, at: 5))
        #expect(throws: MerkleLogError.self) { try policy().open(note) }
    }

    @Test func keepsSignaturesAndCosignaturesApart() throws {
        #expect(throws: MerkleLogError.self) {
            try CheckpointPolicy(origin: "o", logKeys: [], witnesses: [log.verifierKey])
        }
        #expect(throws: MerkleLogError.self) { try log.cosign(checkpoint, at: 1) }
        #expect(throws: MerkleLogError.self) { try checkpoint.signed(by: witnesses) }
        for timestamp in [0, 1 << 63, UInt64.max] {
            #expect(throws: MerkleLogError.self) { try witnesses[0].cosign(checkpoint, at: timestamp) }
        }
    }

    /// Source: FiloSottile/sunlight, cmd/skylight/testdata/witness.
    @Test func readsAPublishedCosignature() throws {
        let note = try SignedNote(bytes: Array(PublishedNotes.cosigned.utf8))
        let verified = try note.verified(by: [VerifierKey(PublishedNotes.witnessKey)])
        #expect(verified.signatures.map(\.timestamp) == [1_767_139_200])
        #expect(verified.unknown.map(\.key.name.description) == ["rome2026h1.example.org"])
    }
}
