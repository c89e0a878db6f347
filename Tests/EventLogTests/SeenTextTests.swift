import CanonicalJSON
import Testing

@testable import EventLog

@Suite("Words are found as a reader sees them")
struct SeenTextTests {
    private let words = WantedText("Jo Fisher")

    @Test(arguments: [
        "Jo Fisher", "Jo  Fisher", "Jo\u{A0}Fisher", "Jo\nFisher", "Jo\u{200B} Fisher", "Jo \u{AD}Fisher",
        "J\u{200D}o Fi\u{AD}sher", "Jo \u{FEFF}\u{2003}\t Fisher", "\u{202E}Jo\u{2028}Fisher", "Jo\u{3000}Fisher",
    ])
    func theyAreFound(_ text: String) {
        #expect(words.isIn(Array("It is \(text).".utf8)))
        #expect(WantedText("It is Jo\u{A0}Fisher\u{200B}.").isIn(Array("It is \(text).".utf8)))
        #expect(!words.isInOtherLetters(in: Array(text.utf8)))
    }

    @Test(arguments: ["JoFisher", "Jo, Fisher", "Jo-Fisher", "Jo F isher", "jo fisher", "Jo\\u0020Fisher"])
    func theyAreNotFound(_ text: String) { #expect(!words.isIn(Array(text.utf8))) }

    @Test func otherLettersAreASuggestion() {
        #expect(words.isInOtherLetters(in: Array("JO  FISHER\u{200B}".utf8)))
        #expect(!words.isInOtherLetters(in: Array("Joe Fisher".utf8)))
        #expect(!words.isInOtherLetters(in: Array("jo fish, er".utf8)))
    }

    @Test(arguments: [
        ("Zo\u{EB} M\u{FC}ller", "Of ZO\u{CB} \u{AD}MU\u{308}LLER.", "ZO\u{CB} MU\u{308}LLER"),
        (
            "\u{418}\u{432}\u{430}\u{43D}", "\u{201C}\u{438}\u{412}\u{430}\u{43D}\u{201D}",
            "\u{438}\u{412}\u{430}\u{43D}"
        ),
        ("\u{141}ukasz \u{17B}ak", "\u{201C}\u{142}ukasz\u{A0} \u{17C}ak\u{201D}", "\u{142}ukasz \u{17C}ak"),
        ("KIM", "a kIm", "kIm"),
    ])
    func otherLettersAreSpelledAsTheyAre(words: String, text: String, spelling: String) {
        #expect(WantedText(Text(words)).isInOtherLetters(in: Array(text.utf8)))
        let found = WantedText.spelling(of: words, in: text)
        #expect(found.map { Array($0.string.utf8) } == Array(spelling.utf8))
        #expect(WantedText(Text(spelling)).isIn(Array(text.utf8)))
        #expect(WantedText.spelling(of: words, in: "nothing") == nil)
    }

    /// Beside Unicode's own properties.
    @Test func everyScalarIsWhatUnicodeSays() {
        for value in (0...0x10FFFF as ClosedRange<UInt32>) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let (properties, isNote) = (scalar.properties, (0xFFF9...0xFFFB).contains(value))
            let isInvisible =
                properties.isDefaultIgnorableCodePoint || isNote
                || properties.generalCategory == .control && !properties.isWhitespace
            #expect(SeenText.isWhiteSpace(value) == properties.isWhitespace, "\(String(value, radix: 16))")
            #expect(SeenText.isInvisible(value) == isInvisible, "\(String(value, radix: 16))")
        }
    }

    @Test func whatIsNoUTF8IsKept() {
        for bytes in [[0xFF], [0xC2], [0xE2, 0x80], [0x41, 0xC3, 0x28], [0xF0, 0x9F, 0x92]] as [[UInt8]] {
            #expect(SeenText.text(of: bytes) == bytes)
        }
    }
}
