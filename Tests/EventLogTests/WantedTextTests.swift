import CanonicalJSON
import EventLog
import Foundation
import LedgerTestKit
import Testing

@Suite("Withheld words are found however a file writes them")
struct WantedTextTests {
    private static let letters: [String] = [
        "a", "B", " ", "\"", "\\", "/", "é", "e\u{301}", "ü", "\u{1E69}", "s\u{323}\u{307}", "한", "💡", "\u{200D}", "\n",
        "\t", "ß", "“",
    ]

    private static func text(_ random: inout SeededRandom, _ count: ClosedRange<Int>) -> String {
        (0..<Int.random(in: count, using: &random)).map { _ in letters.randomElement(using: &random)! }.joined()
    }

    /// Writes a string as some JSON writer might: any scalar may be escaped.
    private static func escaped(_ text: String, _ random: inout SeededRandom) -> String {
        text.unicodeScalars.map { scalar in
            let isEscaped = Bool.random(using: &random)
            switch scalar {
            case "\"", "\\": return "\\\(scalar)"
            case "\n": return "\\n"
            case "\t": return isEscaped ? "\\u0009" : "\\t"
            case "/" where isEscaped: return "\\/"
            case _ where isEscaped:
                let isUpper = Bool.random(using: &random)
                return String(scalar).utf16.map { unit in
                    let digits = String(unit, radix: 16, uppercase: isUpper)
                    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }.joined()
            default: return String(scalar)
            }
        }.joined()
    }

    private static func normalized(_ text: String, _ random: inout SeededRandom) -> String {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text.precomposedStringWithCanonicalMapping
        case 1: text.decomposedStringWithCanonicalMapping
        default: text
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func inEveryEncoding(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<4_000 {
            let words = "x" + Self.text(&random, 1...8) + "y"
            let body = Self.text(&random, 0...12) + "." + words + "." + Self.text(&random, 0...12)
            let wanted = WantedText(Text(Self.normalized(words, &random)))
            let written = Self.normalized(body, &random)
            #expect(wanted.isIn(Array(written.utf8)), "seed \(seed): \(words.debugDescription)")
            let once = Self.escaped(written, &random)
            #expect(wanted.isWritten(in: Array(once.utf8)), "seed \(seed): \(once)")
            let twice = Self.escaped(once, &random)
            #expect(wanted.isWritten(in: Array(twice.utf8)), "seed \(seed): \(twice)")
        }
    }

    @Test(arguments: [4] as [UInt64])
    func andOtherWordsAreNot(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<2_000 {
            let body = Self.text(&random, 0...30)
            let wanted = WantedText(Text("x" + Self.text(&random, 0...4) + "y"))
            #expect(!wanted.isWritten(in: Array(Self.escaped(body, &random).utf8)), "seed \(seed): \(body)")
        }
    }

    @Test(arguments: ["\\", "\\u", "\\u12", "\\ud83d", "\\ud83d\\u0041", "\\u+123", "\\x", "\\u00zz"])
    func whatIsNoEscapeTrapsNothing(_ text: String) {
        #expect(!WantedText("never").isWritten(in: Array(text.utf8)))
    }

    /// A producer's export may be in any encoding; such a file is refused, and lies in quarantine.
    @Test func wordsAreFoundInOtherEncodings() {
        let wanted = WantedText("Zoë Örn 大桥")
        let body = "{\"body\": \"Said Zoë Örn 大桥.\"}"
        for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf16] {
            let bytes = Array(body.data(using: encoding) ?? Data())
            #expect(wanted.isWritten(in: bytes) && wanted.isWritten(in: Array(bytes.dropFirst(3))))
        }
        #expect(WantedText("Zoë Örn").isWritten(in: Array("Zoë Örn.".data(using: .isoLatin1) ?? Data())))
        #expect(!WantedText("Zoe Orn").isWritten(in: Array(body.data(using: .utf16) ?? Data())))
        for bytes in [[0], [0xFF], [0xD8, 0x00, 0], [0x00, 0xD8]] as [[UInt8]] { #expect(!wanted.isWritten(in: bytes)) }
    }

    @Test func caseCounts() {
        #expect(!WantedText("Étienne").isIn(Array("étienne".utf8)))
        #expect(WantedText("Étienne").isIn(Array("E\u{301}tienne".utf8)))
    }
}
