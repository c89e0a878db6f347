import Testing

@testable import ProseDiff

@Suite("Word boundaries")
struct WordBreakerTests {
    @Test func agreeWithUnicodeTests() {
        let cases = "\(WordBreakFacts.cases)".split(separator: " ")
        #expect(cases.count > 600)
        for fact in cases {
            var bytes: [UInt8] = []
            var expected: [Int] = []
            for word in fact.split(separator: "|") {
                for scalar in word.split(separator: "+") {
                    let value = UInt32(scalar, radix: 16).flatMap(UnicodeScalar.init)
                    bytes += Array(String(value.map(Character.init) ?? "?").utf8)
                }
                expected.append(bytes.count)
            }
            #expect(ends(bytes, keepsGraphemes: false) == expected, "\(fact)")
        }
    }

    @Test(arguments: [
        ("can't stop", ["can't", "stop"]),
        ("3.14 and 1,000", ["3.14", "and", "1,000"]),
        ("東京都", ["東", "京", "都"]),
        ("น้ำใจ", ["น้ำ", "ใ", "จ"]),
        ("カタカナ語", ["カタカナ", "語"]),
        ("👩‍👩‍👧 🇫🇷🇩🇪", ["👩‍👩‍👧", "🇫🇷", "🇩🇪"]),
        ("e\u{301}te\u{301}", ["e\u{301}te\u{301}"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("צה\"ל צ' של\"", ["צה\"ל", "צ'", "של", "\""]),
    ])
    func cutWordsAsReadersDo(text: String, words: [String]) {
        let bytes = Array(text.utf8)
        #expect(Segmentation.words(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) } == words)
    }

    @Test func neverCutGraphemes() {
        for text in Hostile.texts {
            guard let string = String(validating: text, as: UTF8.self) else { continue }
            var graphemes: Set<Int> = []
            var end = 0
            for character in string {
                end += character.utf8.count
                graphemes.insert(end)
            }
            for end in ends(text, keepsGraphemes: true) { #expect(graphemes.contains(end), "\(text) at \(end)") }
        }
    }

    private func ends(_ bytes: [UInt8], keepsGraphemes: Bool) -> [Int] {
        var ends: [Int] = []
        bytes.withUnsafeBufferPointer { buffer in
            WordBreaker(buffer, keepsGraphemes: keepsGraphemes).forEach { end, _, _, _ in ends.append(end) }
        }
        return ends
    }
}
