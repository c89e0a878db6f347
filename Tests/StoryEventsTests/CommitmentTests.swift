import CanonicalJSON
import StoryEvents
import Testing

struct CommitmentTests {
    @Test func isSHA256OfPrefixSaltAndData() {
        // Computed with Python's hashlib.
        #expect(
            Commitment(to: Array("{}".utf8), salt: salt).description
                == "sha256:43143dd57892c11df5af9f83e1680f419b2973256807cb70c1dd46392a59c2d9")
    }

    @Test func dependsOnSaltAndData() {
        let commitment = Commitment(to: [1], salt: salt)
        #expect(commitment != Commitment(to: [2], salt: salt))
        #expect(commitment != Commitment(to: [1], salt: [UInt8](repeating: 8, count: 32)))
        #expect(Commitment(commitment.description) == commitment)
    }

    /// Computed with Python's hmac.
    @Test func derivedIDsAreHMACs() throws {
        let secret = try #require(LedgerSecret([UInt8](repeating: 9, count: 32)))
        #expect(
            LedgerSecret.derivedID(from: secret.fingerprint(of: Array("content".utf8)))
                == "hmac-sha256:f2d989f29f487adee9c3ca522a404918a337f0b420e6c64ce95bec7c0c5d7b57")
        #expect(LedgerSecret([]) == nil)
        #expect(LedgerSecret([UInt8](repeating: 9, count: 33)) == nil)
    }

    @Test func hexadecimalIsStrict() {
        #expect([UInt8](hexadecimal: "00ff10") == [0, 255, 16])
        #expect([0, 255, 16].hexadecimal == "00ff10")
        for text in ["0", "0G", "FF", " 00", "0x00", "é"] { #expect([UInt8](hexadecimal: text) == nil) }
    }
}
