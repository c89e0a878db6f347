import Testing

@testable import MerkleLog

@Suite("Keys that cannot be told apart")
struct VerifiedNoteTests {
    /// Ids have 32 bits, so among 200,000 keys of one name two share theirs.
    @Test func areRefusedOnlyWhenASignatureNamesThem() throws {
        let name = try KeyName("example.com/log")
        var seen: [UInt32: VerifierKey] = [:]
        var pair: [VerifierKey] = []
        for number in 0..<200_000 where pair.isEmpty {
            let publicKey = bigEndianBytes(number) + [UInt8](repeating: 0, count: 24)
            let key = VerifierKey(name: name, type: .ed25519, publicKey: publicKey)
            if let other = seen.updateValue(key, forKey: key.identity.id) { pair = [other, key] }
        }
        try #require(pair.count == 2 && pair[0] != pair[1] && pair[0].identity == pair[1].identity)

        let signer = try SignerKey(PublishedNotes.peterPrivate)
        let plain = try SignedNote(signing: PublishedNotes.text, by: [signer])
        #expect(throws: Never.self) { try plain.verified(by: pair + [signer.verifierKey]) }

        let naming = try plain.adding(NoteSignature(key: pair[0].identity, bytes: [1]))
        let error = #expect(throws: MerkleLogError.self) { try naming.verified(by: pair + [signer.verifierKey]) }
        #expect(error?.description.hasPrefix("key example.com/log+") == true)
        #expect(error?.description.hasSuffix("two different known keys have this name and id") == true)
    }
}
