import CanonicalJSON
import Testing

@Suite("Positions are counted as an editor counts")
struct SourcePositionTests {
    @Test(arguments: [
        ("", 0, 1, 1), ("abc", 0, 1, 1), ("abc", 2, 1, 3), ("abc", 3, 1, 4), ("abc", 99, 1, 4),
        ("a\nb", 1, 1, 2), ("a\nb", 2, 2, 1), ("a\nb", 3, 2, 2), ("a\n", 2, 2, 1), ("\n\n\n", 2, 3, 1),
        ("a\r\nb", 1, 1, 2), ("a\r\nb", 2, 1, 3), ("a\r\nb", 3, 2, 1), ("a\rb", 2, 2, 1), ("\r\r\n\n", 4, 4, 1),
        ("a\r", 2, 2, 1), ("é€x", 2, 1, 2), ("é€x", 5, 1, 3), ("e\u{301}x", 3, 1, 3), ("\u{1F600}x", 4, 1, 2),
        // Inside a scalar: as at its first byte.
        ("é€x", 1, 1, 1), ("é€x", 3, 1, 2), ("é€x", 4, 1, 2), ("\u{1F600}x", 3, 1, 1),
        // A byte order mark shows in no editor.
        ("\u{FEFF}abc", 3, 1, 1), ("\u{FEFF}abc", 0, 1, 1), ("\u{FEFF}abc", 4, 1, 2), ("a\u{FEFF}b", 4, 1, 3),
    ])
    func countsLinesAndScalars(text: String, offset: Int, line: Int, column: Int) {
        #expect(SourcePosition(offset: offset, in: Array(text.utf8)) == SourcePosition(line: line, column: column))
    }

    /// Long runs of ASCII are stepped over at once.
    @Test(arguments: 0..<40) func countsLongLines(_ number: Int) {
        let pieces = ["a", "bcdefghi", "jk\tl", "\u{7F}", "\u{E9}", "\u{1F600}", "\n", "\r\n", "\r"]
        var text = ""
        var expected = SourcePosition(line: 1, column: 1)
        for step in 0..<50 {
            let piece = pieces[(number * 31 + step * (number + 7) + step * step) % pieces.count]
            // CR and LF side by side are one line end.
            if piece == "\n", text.utf8.last == 0x0D { continue }
            text += piece
            if ["\n", "\r\n", "\r"].contains(piece) {
                expected = SourcePosition(line: expected.line + 1, column: 1)
            } else {
                expected.column += piece.unicodeScalars.count
            }
            let bytes = Array(text.utf8)
            #expect(SourcePosition(offset: bytes.count, in: bytes) == expected)
        }
    }

    @Test func countsEachByteThatIsNotUTF8() {
        let bytes: [UInt8] = [0x61, 0x80, 0xFF, 0xC3, 0x0A, 0xE2, 0x80]
        let positions = (0...7).map { SourcePosition(offset: $0, in: bytes) }
        #expect(positions.map(\.line) == [1, 1, 1, 1, 1, 2, 2, 2])
        #expect(positions.map(\.column) == [1, 2, 3, 4, 5, 1, 2, 3])
    }
}
