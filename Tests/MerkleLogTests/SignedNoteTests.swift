import MerkleLog
import Testing

@Suite("Signed notes")
struct SignedNoteTests {
    private let peter: VerifierKey
    private let enoch: VerifierKey

    init() throws {
        peter = try VerifierKey(PublishedNotes.peter)
        enoch = try VerifierKey(PublishedNotes.enoch)
    }

    private func note(_ lines: String) throws -> SignedNote {
        try SignedNote(bytes: Array((PublishedNotes.text + "\n" + lines).utf8))
    }

    @Test(arguments: [
        (PublishedNotes.fooKey, PublishedNotes.fooNote), (PublishedNotes.goSumKey, PublishedNotes.goSum),
        (PublishedNotes.witnessKey, PublishedNotes.cosigned),
        (PublishedNotes.peter, PublishedNotes.text + "\n" + PublishedNotes.peterLine + PublishedNotes.enochLine),
    ])
    func thatWerePublishedAreVerified(key: String, note: String) throws {
        let parsed = try SignedNote(bytes: Array(note.utf8))
        #expect(String(decoding: parsed.bytes, as: UTF8.self) == note)
        let verified = try parsed.verified(by: [VerifierKey(key)])
        #expect(verified.signatures.map(\.key.description) == [key])
        #expect(verified.unknown.count == parsed.signatures.count - 1)
        let unknown = #expect(throws: MerkleLogError.self) { try parsed.verified(by: []) }
        #expect(unknown?.description == "note refused: expected a signature by a known key, found none")
    }

    @Test(arguments: [PublishedNotes.poem, PublishedNotes.sofa])
    func thatWerePublishedWithoutAKeyAreReadByteForByte(note: String) throws {
        #expect(try SignedNote(bytes: Array(note.utf8)).bytes == Array(note.utf8))
    }

    @Test func mayHaveEmptyLinesInTheirText() throws {
        let poem = try SignedNote(bytes: Array(PublishedNotes.poem.utf8))
        #expect(poem.text.hasSuffix("\n\ned è subito sera.\n"))
        let signer = try SignerKey(PublishedNotes.peterPrivate)
        for text in ["\n", "\n\n", "a\n\n", "\n\na\n", "a\n\n\nb\n\n"] {
            let note = try SignedNote(signing: text, by: [signer])
            let again = try SignedNote(bytes: note.bytes)
            #expect(again == note)
            #expect(again.text == text)
            #expect(throws: Never.self) { try again.verified(by: [peter]) }
        }
    }

    /// Source: golang/mod, sumdb/note/note_test.go, TestSign.
    @Test func areSignedAsGoDoes() throws {
        let note = try SignedNote(signing: PublishedNotes.text, by: [SignerKey(PublishedNotes.peterPrivate)])
        let expected = PublishedNotes.text + "\n" + PublishedNotes.peterLine
        #expect(String(decoding: note.bytes, as: UTF8.self) == expected)
    }

    /// Source for the next four: golang/mod, sumdb/note/note_test.go, TestOpen.
    @Test func tellKnownSignaturesFromUnknown() throws {
        let both = try note(PublishedNotes.peterLine + PublishedNotes.enochLine)
        let one = try both.verified(by: [peter])
        #expect(one.signatures.map(\.key) == [peter])
        #expect(one.unknown == [both.signatures[1]])
        let all = try both.verified(by: [enoch, peter])
        #expect(all.signatures.map(\.key) == [peter, enoch])
        #expect(all.unknown.isEmpty)
        #expect(all.text == PublishedNotes.text)
    }

    @Test func countARepeatedSignatureOnce() throws {
        let repeated = try note(PublishedNotes.peterLine + PublishedNotes.peterLine + PublishedNotes.enochLine)
        let verified = try repeated.verified(by: [peter, peter])
        #expect(verified.signatures.map(\.key) == [peter])
        #expect(verified.unknown.count == 1)
    }

    @Test func areRefusedWhenAKnownSignatureDoesNotHold() throws {
        let bad = PublishedNotes.peterLine.replacing("x08go/ZJkuBS", with: "x08go/ZJkuBT")
        for lines in [bad, bad + PublishedNotes.enochLine, PublishedNotes.enochLine + bad] {
            let error = #expect(throws: MerkleLogError.self) { try note(lines).verified(by: [peter, enoch]) }
            #expect(error?.description == "note refused: the signature of PeterNeumann+c74f20a3 does not verify")
        }
        // Go passes over what follows a good signature by the same key; C2SP has every one checked.
        #expect(throws: MerkleLogError.self) { try note(PublishedNotes.peterLine + bad).verified(by: [peter]) }
        #expect(throws: Never.self) { try note(bad + PublishedNotes.enochLine).verified(by: [enoch]) }
    }

    /// `TEXT`, `SIG` and `NAME` stand for a published text, its signature line, and that line up to the signature.
    @Test(arguments: [
        "", "\n", "\n\n", "TEXT", "TEXT\n", "SIG", "\nSIG", "TEXTSIG", "TEXT\nNAME", "TEXT\nNAME\n",
        "\u{1}TEXT\nSIG", "a\tb\n\nSIG", "a\r\n\nSIG", "TEXT\nSIG\n", "TEXT\nSIGUnexpected line.\n",
        "TEXT\nSIG—", "TEXT\n— Peter Neumann x08go/ZJ\n", "TEXT\n— Peter+Neumann x08go/ZJ\n",
        "TEXT\n- PeterNeumann x08go/ZJ\n", "TEXT\n—PeterNeumann x08go/ZJ\n", "TEXT\n— PeterNeumann\tx08go/ZJ\n",
        "TEXT\n— PeterNeumann x08go/Z\n", "TEXT\n— PeterNeumann x08go/ZJ \n", "TEXT\n— PeterNeumann  x08go/ZJ\n",
        "TEXT\n— PeterNeumann x08go/Z=\n", "TEXT\n— PeterNeumann x08go/ZJ=\n", "TEXT\n— PeterNeumann x08go/ZJAB==\n",
        "TEXT\n— PeterNeumann x08go-ZJ\n", "TEXT\n— PeterNeumann x08gow==\n", "TEXT\n—  x08go/ZJ\n",
    ])
    func areRefusedWhenMalformed(template: String) {
        let note = template.replacing("TEXT", with: PublishedNotes.text).replacing(
            "SIG", with: PublishedNotes.peterLine
        )
        .replacing("NAME", with: "— PeterNeumann ")
        #expect(throws: MerkleLogError.self) { try SignedNote(bytes: Array(note.utf8)) }
    }

    @Test func areRefusedWhenNotUTF8() {
        let bytes = Array((PublishedNotes.text + "\n" + PublishedNotes.peterLine).utf8)
        #expect(throws: MerkleLogError.self) { try SignedNote(bytes: [0xff] + bytes) }
        #expect(throws: MerkleLogError.self) { try SignedNote(bytes: [0xc0, 0x80] + bytes) }
        #expect(throws: MerkleLogError.self) { try SignedNote(bytes: [0xed, 0xa0, 0x80] + bytes) }
    }

    @Test func mayHave100SignaturesAndOneMebibyte() throws {
        #expect(throws: Never.self) { try note(String(repeating: PublishedNotes.peterLine, count: 100)) }
        let error = #expect(throws: MerkleLogError.self) {
            try note(String(repeating: PublishedNotes.peterLine, count: 101))
        }
        #expect(error?.description == "signed note refused at line 1: expected 1 to 100 signatures, found 101")
        let signer = try SignerKey(PublishedNotes.peterPrivate)
        let long = String(repeating: "a", count: 1 << 20) + "\n"
        #expect(throws: MerkleLogError.self) { try SignedNote(signing: long, by: [signer]) }
        #expect(throws: MerkleLogError.self) { try SignedNote(bytes: Array(long.utf8)) }
        #expect(throws: MerkleLogError.self) { try SignedNote(signing: "text\n", by: []) }
        for text in ["", "a", "a\nb", "a\u{0}\n", "a\tb\n"] {
            #expect(throws: MerkleLogError.self) { try SignedNote(signing: text, by: [signer]) }
        }
    }

    @Test func replaceASignatureByTheSameKey() throws {
        let both = try note(PublishedNotes.peterLine + PublishedNotes.enochLine)
        let again = try both.adding(both.signatures[0])
        #expect(again.signatures == [both.signatures[1], both.signatures[0]])
    }

    @Test func areRefusedWhenTheTextWasChanged() throws {
        for place in 0..<PublishedNotes.text.utf8.count - 1 {
            var bytes = Array((PublishedNotes.text + "\n" + PublishedNotes.peterLine).utf8)
            bytes[place] ^= 1
            #expect(throws: MerkleLogError.self) { try SignedNote(bytes: bytes).verified(by: [peter]) }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func neverTrapAndNeverVerifyWhenChanged(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let original = Array((PublishedNotes.text + "\n" + PublishedNotes.peterLine + PublishedNotes.enochLine).utf8)
        for _ in 0..<2_000 {
            let changed = generator.mutation(of: original)
            guard let note = try? SignedNote(bytes: changed) else { continue }
            #expect(note.bytes == changed)
            guard let verified = try? note.verified(by: [peter, enoch]) else { continue }
            #expect(verified.text == PublishedNotes.text)
        }
    }
}
