import Testing

@testable import MerkleLog

@Suite("Statements of new keys and names")
struct SuccessionTests {
    private static func signer(_ seed: UInt8, _ name: String = "log.example") throws -> SignerKey {
        let bytes = [UInt8](repeating: seed, count: 32)
        return try #require(SignerKey(name: KeyName(name), type: .ed25519, seed: bytes))
    }

    private static func rekeyed(_ old: UInt8, _ new: UInt8, isEnded: Bool = false) throws -> Succession {
        try Succession(.rekeyed(isEnded: isEnded), from: signer(old), to: signer(new))
    }

    private static let heads = (
        Succession.Head(size: 320, root: Hash.leaf([1])), Succession.Head(size: 305, root: Hash.leaf([2]))
    )

    @Test func areReadAsTheyWereMade() throws {
        for isEnded in [false, true] {
            let made = try Self.rekeyed(1, 2, isEnded: isEnded)
            #expect(try Succession(bytes: made.note.bytes) == made)
            #expect(made.kind == .rekeyed(isEnded: isEnded))
            #expect(made.eventID.hasPrefix("rekeyed-") && made.eventID.utf8.count == 72)
        }
        let fork = try Succession(
            .forked(abandoned: Self.heads.0, kept: Self.heads.1), from: Self.signer(1),
            to: Self.signer(2, "log.example/2"))
        #expect(try Succession(bytes: fork.note.bytes) == fork)
        #expect(fork.eventID.hasPrefix("forked-"))
        #expect(fork.note.text.contains("abandoned 320 "))
    }

    @Test func areNoCheckpointOfAnyLog() throws {
        #expect(throws: MerkleLogError.self) { try Checkpoint(text: try Self.rekeyed(1, 2).note.text) }
    }

    @Test func needBothKeysAndFittingNames() throws {
        #expect(throws: MerkleLogError.self) { try Self.rekeyed(1, 1) }
        #expect(throws: MerkleLogError.self) {
            try Succession(.rekeyed(isEnded: false), from: Self.signer(1), to: Self.signer(2, "other.example"))
        }
        #expect(throws: MerkleLogError.self) {
            try Succession(
                .forked(abandoned: Self.heads.0, kept: Self.heads.1), from: Self.signer(1), to: Self.signer(2))
        }
        let made = try Self.rekeyed(1, 2)
        for alone in try [Self.signer(1), Self.signer(2), Self.signer(3)] {
            let note = try SignedNote(signing: made.note.text, by: [alone])
            #expect(throws: MerkleLogError.self) { try Succession(bytes: note.bytes) }
        }
        let text = made.note.text
        for changed in [
            text.replacing("ended no", with: "ended yes"), text.replacing("ended no", with: "ended maybe"),
            text.replacing("v1", with: "v2"), text + "more\n", text.replacing("old ", with: "old  "),
        ] {
            let bytes = Array(changed.utf8) + made.note.bytes.dropFirst(text.utf8.count)
            #expect(throws: MerkleLogError.self) { try Succession(bytes: bytes) }
            let signed = try SignedNote(signing: changed, by: [Self.signer(1), Self.signer(2)])
            if changed.contains("ended yes") { continue }
            #expect(throws: MerkleLogError.self) { try Succession(bytes: signed.bytes) }
        }
    }

    @Test func handBeliefOnFromKeyToKey() throws {
        let statements = try [
            Self.rekeyed(1, 2), Self.rekeyed(1, 2, isEnded: true), Self.rekeyed(2, 3),
            Self.rekeyed(2, 3, isEnded: true),
        ]
        let keys = try (0...9).map { try Self.signer($0 + 0).verifierKey }
        for (given, count, expected, earlier) in [
            (1, 1, [1, 2], []), (1, 2, [2], [1]), (1, 4, [3], [1, 2]), (2, 4, [3], [1, 2]), (3, 4, [3], [2, 1]),
            (9, 4, [9], []), (1, 0, [1], []),
        ] as [(Int, Int, [Int], [Int])] {
            var trusted = TrustedKeys([keys[given]])
            trusted.follow(Array(statements.prefix(count)))
            #expect(trusted.keys == expected.map { keys[$0] }, "from \(given) by \(count)")
            #expect(Set(trusted.earlier) == Set(earlier.map { keys[$0] }), "from \(given) by \(count)")
        }
        // A statement that has ended alone is enough, as after a command that was killed.
        var trusted = TrustedKeys([keys[1]])
        trusted.follow([statements[1]])
        #expect(trusted.keys == [keys[2]])
        #expect(Set(TrustedKeys.connected([keys[2]], by: statements)) == Set(keys[1...3]))
        #expect(TrustedKeys.connected([keys[9]], by: statements) == [keys[9]])
    }

    @Test func neverLeadFromAStrangersKey() throws {
        let stranger = try Succession(.rekeyed(isEnded: false), from: Self.signer(7), to: Self.signer(8))
        var trusted = TrustedKeys([try Self.signer(1).verifierKey])
        trusted.follow([stranger])
        #expect(trusted == TrustedKeys([try Self.signer(1).verifierKey]))
    }
}
