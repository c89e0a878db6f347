import MerkleLog
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
    private let root = ReferenceTree(size: 3).root(0..<3)

    @Test func areThreeLinesAndTheirExtensions() throws {
        let plain = try Checkpoint(origin: "example.com/log", size: 3, root: root)
        #expect(plain.text == "example.com/log\n3\n\(base64(root))\n")
        let extended = try Checkpoint(origin: "go.sum database tree", size: 3, root: root, extensions: ["a b", "—"])
        #expect(extended.text == "go.sum database tree\n3\n\(base64(root))\na b\n—\n")
        for checkpoint in [plain, extended] {
            #expect(try Checkpoint(text: checkpoint.text) == checkpoint)
        }
        #expect(plain != extended)
        #expect(Set([plain, extended, plain]).count == 2)
    }

    @Test func thatWerePublishedAreRead() throws {
        let checkpoint = try Checkpoint(text: SignedNote(bytes: Array(PublishedNotes.goSum.utf8)).text)
        #expect(checkpoint.origin == "go.sum database tree")
        #expect(checkpoint.size == 35_225_469)
        #expect(checkpoint.root.hex == "bede53e8668b097bf21c597d554bef22d478dd76717cb81fb44713c8edde2424")
        #expect(checkpoint.extensions.isEmpty)
    }

    @Test(arguments: [
        "", "\n", "o\n", "o\n1\n", "\n3\nROOT\n", "o\n\nROOT\n", "o\n3\n\n", "o\n3\nROOT", "o\n3\nROOT\n\n",
        "o\n3\nROOT\nx",
        "o\n3\nROOT\nx\n\ny\n", "o\n03\nROOT\n", "o\n+3\nROOT\n", "o\n-3\nROOT\n", "o\n 3\nROOT\n", "o\n3 \nROOT\n",
        "o\n3.0\nROOT\n", "o\n0x3\nROOT\n", "o\n٣\nROOT\n", "o\n9223372036854775808\nROOT\n", "o\n0\nROOT\n",
        "o\n18446744073709551619\nROOT\n", "o\n3\n ROOT\n", "o\n3\nROOT \n", "o\n3\nROOT=\n", "o\n3\nAAAA\n",
        "o\r\n3\nROOT\n", "o\n3\nROOT\r\n", "o\u{0}\n3\nROOT\n", "o\n3\nROOT\nx\ty\n",
    ])
    func haveNoOtherForm(text: String) {
        let text = text.replacing("ROOT", with: base64(root))
        #expect(throws: MerkleLogError.self) { try Checkpoint(text: text) }
    }

    @Test func sayWhereTheyAreMalformed() {
        let error = #expect(throws: MerkleLogError.self) { try Checkpoint(text: "o\n03\n") }
        #expect(
            error?.description
                == "checkpoint refused at line 2: expected a decimal number without leading zeros, found \"03\"")
        let missing = #expect(throws: MerkleLogError.self) { try Checkpoint(text: "o\n3\n") }
        #expect(missing?.description == "checkpoint refused at line 3: expected the root hash, found the end")
    }

    @Test func ofAnEmptyTreeHaveItsRoot() throws {
        #expect(throws: Never.self) { try Checkpoint(origin: "o", size: 0, root: .emptyTree) }
        #expect(throws: MerkleLogError.self) { try Checkpoint(origin: "o", size: 0, root: root) }
        #expect(throws: MerkleLogError.self) { try Checkpoint(origin: "o", size: 1 << 63, root: root) }
        #expect(throws: Never.self) { try Checkpoint(origin: "o", size: (1 << 63) - 1, root: root) }
    }

    @Test func haveOriginsThatAreComparedByTheirBytes() throws {
        let composed = try Checkpoint(origin: "caf\u{e9}", size: 3, root: root)
        let decomposed = try Checkpoint(origin: "cafe\u{301}", size: 3, root: root)
        #expect(composed != decomposed)
        let signer = try SignerKey(PublishedNotes.peterPrivate)
        let policy = try CheckpointPolicy(origin: composed.origin, logKeys: [signer.verifierKey])
        #expect(throws: Never.self) { try policy.open(composed.signed(by: [signer])) }
        #expect(throws: MerkleLogError.self) { try policy.open(decomposed.signed(by: [signer])) }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func neverTrapWhenChanged(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = try Checkpoint(origin: "o", size: 70_000, root: root, extensions: ["x", "y"]).text
        for _ in 0..<2_000 {
            let changed = String(decoding: generator.mutation(of: Array(text.utf8)), as: UTF8.self)
            guard let checkpoint = try? Checkpoint(text: changed) else { continue }
            #expect(checkpoint.text.utf8.elementsEqual(changed.utf8))
        }
    }
}

/// An independent and simple base64 of a hash, for building texts.
func base64(_ hash: Hash) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bits = (hash.bytes + [0]).flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
    let values = stride(from: 0, to: 258, by: 6).map { first in
        bits[first..<first + 6].reduce(0) { $0 * 2 + Int($1) }
    }
    return String(values.map { digits[$0] }) + "="
}
