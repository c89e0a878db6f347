import CanonicalJSON
import Foundation
import Testing

@testable import EventLog

@Suite("Letters that are the same for a reader are the same everywhere")
struct LetterFoldTests {
    private static let same: [(String, String)] = [
        ("Straß", "STRASS"), ("Straß", "Strass"), ("STRA\u{1E9E}", "straß"), ("ΟΔΥΣΣΕΥΣ", "Οδυσσεύς"), ("σας", "ΣΑΣ"),
        ("Işık", "ISIK"), ("İnan", "inan"), ("ınan", "INAN"), ("Ｋｉｍ Ｄｏｅ", "kim doe"), ("Oﬃce", "OFFICE"),
        ("Zoë Müller", "ZOE MULLER"), ("Zoë Müller", "Zoe Mueller"), ("Zoe Mueller", "ZOË MU\u{308}LLER"),
        ("Søren Ås", "soeren aas"), ("Søren Ås", "SOREN AS"), ("Łukasz Żak", "lukasz zak"), ("Ὀδυσσεύς", "οδυσσευσ"),
        ("ᾳδης", "ΑΙΔΗΣ"), ("𝐊im", "kim"), ("한글", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"),
        ("Jo\u{A0} Fish\u{AD}er", "JO FISHER"), ("שָׁ", "ש\u{5C1}\u{5B8}"),
        ("Sean O'Neill", "SEAN O’NEILL"), ("O'Brien", "O‘Brien"), ("O'Brien", "O`Brien"), ("O'Brien", "OʼBrien"),
        ("O'Brien", "O´Brien"),
        ("Anne-Marie", "Anne‐Marie"), ("Anne-Marie", "ANNE MARIE"),
        ("Anne-Marie", "Anne–Marie"),
        ("Kim Doe", "kim-doe"), ("Kim Doe", "kim_doe"), ("山田太郎", "山田 太郎"), ("山田太郎", "山田　太郎"),
        ("김철수", "김 철수"), ("محمد علي", "مُحَمَّد عَلِي"), ("محمد علي", "محـمد علی"), ("שרה כהן", "שָׂרָה כֹּהֵן"),
        ("שרה כהן", "שרה־כהן"),
    ]

    @Test(arguments: same)
    func theyAreTheSame(_ one: String, _ other: String) {
        let readings = Set(LetterFold.readings(of: Array(one.utf8)))
        #expect(!readings.isDisjoint(with: LetterFold.readings(of: Array(other.utf8))))
        for (words, text) in [(one, other), (other, one)] {
            let wanted = WantedText(Text(words))
            let bytes = Array("Of “\(text)”.".utf8)
            #expect(wanted.isIn(bytes) || wanted.isInOtherLetters(in: bytes))
            let spelling = WantedText.spelling(of: words, in: "Of “\(text)”.")
            #expect(wanted.isIn(bytes) || spelling.map { WantedText($0).isIn(bytes) } == true)
            #expect(WholeText(Text(words)).isNamed(by: Array("\(text).json".utf8)))
        }
    }

    @Test(arguments: [
        ("Kim", "Kіm"), ("Jo", "Joe"), ("Muller", "Moller"), ("הר", "הד"), ("Doe", "D o e"), ("Zoë", "Zoee"),
        ("O'Neill", "O Neill"), ("שרה", "שרי"),
    ])
    func othersAreNot(_ one: String, _ other: String) {
        let (one, other) = (LetterFold.readings(of: Array(one.utf8)), LetterFold.readings(of: Array(other.utf8)))
        #expect(Set(one).isDisjoint(with: other))
    }

    /// Beside Unicode's own mappings: of every scalar, its forms and its cases.
    @Test func everyScalarIsTheSameInAnyCaseAndForm() {
        for value in (0x21...0x1FBFF as ClosedRange<UInt32>) {
            // An acute accent that stands alone is an apostrophe here, and a space in Unicode's compatibility forms.
            guard let scalar = Unicode.Scalar(value), !SeenText.isWhiteSpace(value), ![0xB4, 0x1FFD].contains(value)
            else { continue }
            let (text, properties) = (String(scalar), scalar.properties)
            let others = [
                properties.uppercaseMapping, properties.lowercaseMapping, properties.titlecaseMapping,
                text.decomposedStringWithCanonicalMapping, text.decomposedStringWithCompatibilityMapping,
                text.precomposedStringWithCompatibilityMapping,
            ]
            guard others.contains(where: { !$0.unicodeScalars.elementsEqual(text.unicodeScalars) }) else { continue }
            let folded = LetterFold.readings(of: Array(text.utf8))[0]
            for other in others {
                let found = LetterFold.readings(of: Array(other.utf8))[0]
                #expect(found == folded, "\(String(value, radix: 16)): \(other)")
            }
        }
    }

    @Test func whatIsNoUTF8IsKept() {
        for bytes in [[0xFF], [0xC2], [0xE2, 0x80], [0x61, 0xC3, 0x28], [0xF0, 0x9F, 0x92]] as [[UInt8]] {
            #expect(LetterFold.readings(of: bytes) == [bytes])
        }
    }

    @Test(arguments: [
        ("Kim Doe", "Kim%20Doe.json", true), ("Kim Doe", "Kim%2520Doe.json", true), ("Kim Doe", "kim%2Ddoe.md", true),
        ("Kim Doe", "Ｋｉｍ＿Ｄｏｅ.json", true), ("Kim Doe", "ＫｉｍＤｏｅ２.json", true), ("Zoë", "Zo%C3%AB.json", true),
        ("Zoë", "ZO%CC%88E.json", true), ("Straß", "STRASS.json", true), ("Strass", "straß-2.json", true),
        ("Kim Doe", "Kim%Doe.json", true), ("Kim Doe", "Kim%2", false), ("Kim Doe", "Kim%20Doering.json", false),
        ("Müller", "Mueller.json", true), ("Mueller", "Müller.json", true), ("Kim Doe", "Ki\u{AD}m-Doe.json", true),
    ])
    func inNamesOfFiles(_ words: String, _ name: String, _ isFound: Bool) {
        #expect(WholeText(Text(words)).isNamed(by: Array(name.utf8)) == isFound)
    }

    @Test(arguments: [
        ("{\"x\":\"JO F\\u0049SHER\"}", "JO FISHER"), ("\"Jo F\\u00efsher\"", "Jo F\u{EF}sher"),
        ("JO%20FISHER", "JO FISHER"),
        ("x: 'J\u{D6} Fisher'", "J\u{D6} Fisher"), ("\u{FF2A}o Fisher", "\u{FF2A}o Fisher"),
        ("- \"jo\\x20fisher\"", "jo fisher"),
    ])
    func inFiles(_ file: String, _ spelling: String) {
        let words = WantedText("Jo Fisher")
        for encoding in [String.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian] {
            let found = words.otherSpelling(inFile: Array(file.data(using: encoding) ?? Data()))
            #expect(found.map { Array($0.bytes) } == Array(spelling.utf8), "\(encoding)")
        }
        #expect(words.otherSpelling(inFile: Array("Joe Fisher, jofisher".utf8)) == nil)
    }
}
