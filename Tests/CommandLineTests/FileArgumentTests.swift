import Testing

@testable import storyledger

@Suite("Arguments that are no text")
struct FileArgumentTests {
    @Test(arguments: [
        "plain.json", "Zürich\u{0}".replacing("\u{0}", with: ""), "", "\u{10FFFF}", "a\u{10FE80}b", "港町",
    ])
    func anArgumentIsItsBytesAgain(text: String) { expectSame(text.utf8.map { CChar(bitPattern: $0) }) }

    @Test func anyBytesAreThoseBytesAgain() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            expectSame((0..<Int.random(in: 0...6, using: &random)).map { _ in .random(in: -128...127, using: &random) })
        }
    }

    @Test func twoArgumentsAreNeverOneText() {
        let texts = [
            [-1], [-12, -113, -69, -65], [-12, -113, -65, -65], [-12, -113, -70, -128], [-128], [-64, -128],
        ].map { (bytes: [CChar]) in
            FileArgument.text(of: bytes)
        }
        #expect(Set(texts).count == texts.count)
    }

    /// The ledger could not read again what it had written of such a text.
    @Test func noArgumentHoldsANoncharacter() {
        for byte in -128...127 as ClosedRange<CChar> {
            for bytes in [[byte], [-17, -73, byte], [-12, -113, -65, byte]] where bytes != [0] {
                let text = FileArgument.text(of: bytes)
                #expect(!text.unicodeScalars.contains { $0.properties.isNoncharacterCodePoint }, "\(bytes)")
            }
        }
    }

    @Test func aTerminalShowsABadByteByItsNumber() {
        #expect(FileArgument.text(of: [97, -2]).forTerminal == "a\\xFE")
    }

    private func expectSame(_ bytes: [CChar]) {
        #expect(FileArgument.bytes(of: FileArgument.text(of: bytes)) == bytes + [0], "\(bytes)")
    }
}
