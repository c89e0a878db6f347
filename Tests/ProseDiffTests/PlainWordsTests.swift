import Testing

@testable import ProseDiff

@Suite("Words in plain typography")
struct PlainWordsTests {
    @Test(arguments: [
        ("now here", ["now", "here"]), ("now\u{A0}\n\n here", ["now", "here"]), ("now\u{200B}here", ["nowhere"]),
        ("a\u{AD}b\u{FEFF}c", ["abc"]), ("“a” ‘b’ «c»", ["'a'", "'b'", "'c'"]), ("6'2\"", ["6'2\""]),
        ("a – b", ["a-b"]), ("a—b", ["a-b"]), ("a -- b", ["a-b"]), ("– a", ["-a"]), ("wait…", ["wait..."]),
        ("ﬁnd oﬄine", ["find", "offline"]), ("\u{212A} \u{37E}\u{1FEF}", ["K", ";`"]), ("e\u{301}", ["e\u{301}"]),
        ("", []),
        (" \n", []), ("\u{AD}", []),
    ])
    func areThose(text: String, words: [String]) {
        #expect(Self.words(Array(text.utf8)) == words.map { Array($0.utf8) })
    }

    @Test func keepIllFormedBytes() {
        #expect(Self.words([0x61, 0xFF, 0x20, 0xC3]) == [[0x61, 0xFF], [0xC3]])
    }

    /// Reading what was read gives the same words.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func arePlainAlready(seed: UInt64) {
        let pieces = ["a", "é", "14", " ", "\n", "-", "—", "“", "\"", "'", "…", "\u{200B}", "ﬁ", ".", "市"]
        var dice = Dice(state: seed)
        for _ in 0..<200 {
            let text = (0..<dice.roll(14)).map { _ in pieces[dice.roll(pieces.count)] }.joined()
            for word in Self.words(Array(text.utf8)) where !word.contains(UInt8(ascii: "\"")) {
                #expect(Self.words(word) == [word], "seed \(seed): \(text.debugDescription)")
            }
        }
    }

    /// Runs of letters are read at once, and mean the same as when they are parted by characters that nobody sees.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func areTheSameByteByByte(seed: UInt64) {
        let pieces = [
            "a", "Zb9", ".", "é", " ", "\t", "-", "—", "“", "\"", "'", ":", "!", "«", "»", "(", "%", "\u{7F}", "市",
        ]
        var dice = Dice(state: seed)
        for _ in 0..<200 {
            let text = (0..<dice.roll(14)).map { _ in pieces[dice.roll(pieces.count)] }.joined()
            let parted = text.unicodeScalars.map { String($0) }.joined(separator: "\u{200B}")
            // A mark before an invisible character closes nothing.
            guard !text.contains(where: { ":!»«".contains($0) }) else { continue }
            #expect(
                Self.words(Array(text.utf8)) == Self.words(Array(parted.utf8)), "seed \(seed): \(text.debugDescription)"
            )
        }
    }

    private static func words(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.withUnsafeBufferPointer { buffer in
            var reader = PlainWords(buffer)
            var words: [[UInt8]] = []
            while reader.advance() { words.append(reader.word) }
            return words
        }
    }
}
