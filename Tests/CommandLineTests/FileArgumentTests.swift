import Testing

@testable import storyledger

@Suite("Arguments that are no text")
struct FileArgumentTests {
    @Test(arguments: [
        "plain.json", "Zürich\u{0}".replacing("\u{0}", with: ""), "", "\u{10FFFF}", "a\u{10FF80}b", "港町",
    ])
    func anArgumentIsItsBytesAgain(text: String) { expectSame(text.utf8.map { CChar(bitPattern: $0) }) }

    @Test func anyBytesAreThoseBytesAgain() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            expectSame((0..<Int.random(in: 0...6, using: &random)).map { _ in .random(in: -128...127, using: &random) })
        }
    }

    @Test func twoArgumentsAreNeverOneText() {
        let texts = [[-1], [-12, -113, -65, -65], [-12, -113, -66, -128], [-128], [-64, -128]].map { (bytes: [CChar]) in
            FileArgument.text(of: bytes)
        }
        #expect(Set(texts).count == texts.count)
    }

    @Test func aTerminalShowsABadByteByItsNumber() {
        #expect(FileArgument.text(of: [97, -2]).forTerminal == "a\\xFE")
    }

    private func expectSame(_ bytes: [CChar]) {
        #expect(FileArgument.bytes(of: FileArgument.text(of: bytes)) == bytes + [0], "\(bytes)")
    }
}
