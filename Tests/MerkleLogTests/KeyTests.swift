import Testing

@testable import MerkleLog

@Suite("Keys")
struct KeyTests {
    @Test(arguments: [
        PublishedNotes.peter, PublishedNotes.enoch, PublishedNotes.fooKey, PublishedNotes.goSumKey,
        PublishedNotes.witnessKey,
        // Source: transparency-dev/formats, note/note_cosigv1_test.go.
        "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
        "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    ])
    func areReadAndWrittenAsPublished(text: String) throws {
        let key = try VerifierKey(text)
        #expect(key.description == text)
        #expect(text.hasPrefix(key.identity.description + "+"))
    }

    /// Source: golang/mod, sumdb/note/note_test.go: no part of a key is a key, nor the key with a byte counted up.
    @Test func areRefusedWithAnythingElse() {
        let key = Array(PublishedNotes.peter.utf8)
        let signer = Array(PublishedNotes.peterPrivate.utf8)
        for first in 0...key.count {
            for end in first...key.count where end - first < key.count {
                expectNoVerifier(key[first..<end])
            }
        }
        for first in 0...signer.count {
            for end in first...signer.count where end - first < signer.count {
                expectNoSigner(signer[first..<end])
            }
        }
        for place in key.indices {
            expectNoVerifier(changing(key, at: place))
        }
        for place in signer.indices {
            expectNoSigner(changing(signer, at: place))
        }
    }

    /// Source: the first two golang/mod, the others transparency-dev/formats, and upper-case hexadecimal.
    @Test(arguments: [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "bananas.sigstore.dev+12344556", "rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!",
        "rekor.sigstore.dev+12345678+AwEB", "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ])
    func areRefusedWhenMalformed(text: String) {
        #expect(throws: MerkleLogError.self) { try VerifierKey(text) }
    }

    /// Source: curve25519-dalek, `constants::EIGHT_TORSION`, in its order: the eight points of small order.
    @Test(arguments: [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ])
    func areRefusedWhereAnybodyCanSign(publicKey: String) throws {
        try expectNobodysKey(publicKey)
    }

    /// Source: RFC 8032, 5.1.3: p, p + 1, p + 3 and the largest y; then x = 0 with the sign, y = 1 and y = p - 1.
    @Test(arguments: [
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ])
    func areRefusedWhereTheyAreNoPointInItsOneForm(publicKey: String) throws {
        try expectNobodysKey(publicKey)
    }

    @Test func privateOnesKnowTheirPublicOnes() throws {
        let signer = try SignerKey(PublishedNotes.peterPrivate)
        #expect(signer.verifierKey.description == PublishedNotes.peter)
        #expect(signer.privateText == PublishedNotes.peterPrivate)
    }

    @Test(arguments: [SignatureType.ed25519, .cosignature])
    func generatedOnesComeBackFromTheirText(type: SignatureType) throws {
        let signer = SignerKey(generating: type, name: try KeyName("example.com/new"))
        let again = try SignerKey(signer.privateText)
        #expect(again.verifierKey == signer.verifierKey)
        #expect(try VerifierKey(signer.verifierKey.description) == signer.verifierKey)
        #expect(signer.verifierKey.type == type)
        let other = SignerKey(generating: type, name: try KeyName("example.com/new"))
        #expect(other.verifierKey != signer.verifierKey)
    }

    @Test func neverShowTheirSecret() throws {
        let signer = try SignerKey(PublishedNotes.peterPrivate)
        var dumped = ""
        dump(signer, to: &dumped)
        let secret = "YEKFALVFGyNhPJEMzD1QIDr"
        for shown in ["\(signer)", String(reflecting: signer), dumped] {
            #expect(shown.contains("PeterNeumann+c74f20a3"))
            #expect(!shown.contains(secret))
            #expect(!shown.lowercased().contains("privatekey"))
        }
        let error = #expect(throws: MerkleLogError.self) { try SignerKey(PublishedNotes.peterPrivate + "A") }
        #expect(error?.description.contains(secret) == false)
    }

    /// Source: RFC 8032, 7.1, tests 1 to 3: secret key, public key, message, signature.
    @Test(arguments: [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ])
    func signAsRFC8032Does(seed: String, publicKey: String, message: String, signature: String) throws {
        let seed = bytes(ofHex: seed)
        let signer = try #require(SignerKey(name: try KeyName("rfc8032"), type: .ed25519, seed: seed))
        #expect(signer.verifierKey.publicKey == bytes(ofHex: publicKey))
        let made = try signer.sign(text: bytes(ofHex: message))
        #expect(made.bytes == bytes(ofHex: signature))
        #expect(signer.verifierKey.verify(made, of: bytes(ofHex: message)) != nil)
        #expect(signer.verifierKey.verify(made, of: bytes(ofHex: message) + [0]) == nil)
        #expect(SignerKey(name: try KeyName("rfc8032"), type: .ed25519, seed: seed + [0]) == nil)
        #expect(SignerKey(name: try KeyName("rfc8032"), type: .ed25519, seed: Array(seed.dropLast())) == nil)
    }

    @Test(arguments: ["", " ", "a b", "a+b", "a\tb", "a\u{a0}b", "a\u{2003}b", "a\u{85}b", "a\u{0}b", "a\nb", "+"])
    func haveNamesWithoutSpacesOrPluses(name: String) {
        #expect(throws: MerkleLogError.self) { try KeyName(name) }
    }

    @Test func haveNamesThatAreComparedByTheirBytes() throws {
        let composed = try KeyName("caf\u{e9}")
        let decomposed = try KeyName("cafe\u{301}")
        #expect(composed.description == decomposed.description)
        #expect(composed != decomposed)
    }

    private func expectNobodysKey(_ publicKey: String) throws {
        for type in [SignatureType.ed25519, .cosignature] {
            let key = VerifierKey(name: try KeyName("weak.example"), type: type, publicKey: bytes(ofHex: publicKey))
            let error = #expect(throws: MerkleLogError.self) { try VerifierKey(key.description) }
            #expect(error?.description.contains("expected a key with which only its holder can sign") == true)
        }
    }

    private func expectNoVerifier(_ text: ArraySlice<UInt8>) {
        let text = String(decoding: text, as: UTF8.self)
        if (try? VerifierKey(text)) != nil { Issue.record("accepted \(text)") }
    }

    private func expectNoSigner(_ text: ArraySlice<UInt8>) {
        let text = String(decoding: text, as: UTF8.self)
        if (try? SignerKey(text)) != nil { Issue.record("accepted \(text)") }
    }

    private func changing(_ text: [UInt8], at place: Int) -> ArraySlice<UInt8> {
        var text = text
        text[place] += 1
        return text[...]
    }
}
