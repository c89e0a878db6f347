import CanonicalJSON
import Testing

@testable import EventLog

@Suite("A short text is found where it stands whole")
struct WholeTextTests {
    private let name = WholeText("Zo\u{EB} Doe won.")

    @Test(arguments: [
        "Zo\u{EB} Doe won.", "Zoe\u{308} Doe won.", " Zo\u{EB}  Doe\u{A0}won.\n\n", "Zo\u{EB} D\u{AD}oe won.\r\n",
    ])
    func asAPiece(_ text: String) { #expect(name.isPiece(Array(text.utf8))) }

    @Test(arguments: ["", "Doe", "zo\u{EB} doe won.", "Then Zo\u{EB} Doe won.", "Zo\u{EB} Doe won. So."])
    func notWithinAnother(_ text: String) {
        #expect(!name.isPiece(Array(text.utf8)))
        #expect(!name.stands(in: Array(text.utf8)))
    }

    @Test(arguments: [
        #"{"dek":"Zo\u00eb Doe won.","x":1}"#, #"{"body":"One.\n\nZoë Doe won.\n\nTwo."}"#,
        #"{"body":"One.\r\nZoe\u0308 Doe won."#, "dek: Zo\u{EB} Doe won.\n", "tags:\n  - 'Zo\u{EB} Doe won.'\n",
        "one\n  Zo\u{EB} Doe won.\t\r\ntwo", #"unknown value 'Zoë Doe won.'"#,
        #"{"quoted":"{\"dek\":\"Zo\\u00eb Doe won.\"}"}"#,
    ])
    func inAFile(_ text: String) {
        #expect(name.stands(in: Array(text.utf8)))
        let wide = Array(text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(name.stands(in: wide))
    }

    /// YAML folds lines in block scalars, in plain ones and in quotes, and has escapes of its own.
    @Test(arguments: [
        "headline: >\n  Zo\u{EB} Doe\n  won.\nx: 1", "headline: >-\r\n  Zo\u{EB}\r\n  Doe\r\n  won.\r\n",
        "headline: Zo\u{EB}\n  Doe won.\n", "headline: 'Zo\u{EB} Doe\n  won.'\n",
        "headline: \"Zo\u{EB} Doe\n\n  won.\"\n",
        #"headline: "Zo\xeb\x20Doe\_won.""#, "headline: \"Zo\u{EB} D\\\n    oe won.\"\n",
        "headline:\n  Zo\u{EB} Doe\n  won.\n",
        "- Zo\u{EB} Doe\n  won.\n",
    ])
    func foldedInFrontMatter(_ text: String) {
        #expect(name.stands(in: Array(text.utf8)))
    }

    @Test(arguments: [
        "headline: >\n  Zo\u{EB} Doe\n  won. And\n  more", "headline: Zo\u{EB}\n  Doe\n  lost.",
        "headline: >\n  Zo\u{EB}\n", "Zo\u{EB}\n\n",
    ])
    func notWithinAFoldedOne(_ text: String) {
        #expect(!name.stands(in: Array(text.utf8)))
    }

    @Test func singleQuotesAreDoubled() {
        let whole = WholeText("Ana d'Ors won.")
        #expect(whole.stands(in: Array("dek: 'Ana d''Ors\n  won.'\n".utf8)))
        #expect(whole.stands(in: Array("dek: 'Ana d''Ors won.'\n".utf8)))
        #expect(whole.stands(in: Array("dek: Ana d'Ors\n  won.\n".utf8)))
    }

    @Test(arguments: [
        ("Zo\u{EB} Doe won.json", true), ("2026-Zo\u{EB}_Doe-won.1.ndjson", true), ("Zo\u{EB} Doe.json", false),
        ("xzo\u{EB} Doe won.json", false), ("", false),
    ])
    func inANameOfAFile(_ file: String, _ isFound: Bool) { #expect(name.isNamed(by: Array(file.utf8)) == isFound) }

    /// What parts the words in a name is not what parts them in a text.
    @Test(arguments: [
        ("Ren\u{E9}e_O_Brien_Lee 4.json", true), ("Rene\u{301}e-O\u{2019}Brien\u{2013}Lee.md", true),
        ("Ren\u{E9}e O'Brien Lee.json", true), ("Ren\u{E9}e_OBrien_Lee.json", true),
        ("Ren\u{E9}e_O_Brien.json", false),
    ])
    func withTypographicMarksInANameOfAFile(_ file: String, _ isFound: Bool) {
        #expect(WholeText("Ren\u{E9}e O\u{2019}Brien-Lee").isNamed(by: Array(file.utf8)) == isFound)
    }

    /// Publishing programs name files after headlines in small letters without accents.
    @Test(arguments: [
        ("Kim Doe won.", "kim-doe-won.json.part", true), ("Kim Doe won.", "2026-11-30_KIM_DOE_WON.md", true),
        ("Kim Doe won.", "KimDoeWon2.json", true), ("Kim Doe won.", "theKimDoeWonStory.json", true),
        ("Kim Doe won.", "kimdoewon.json", true), ("Kim Doe won.", "kim-doe-wonders.json", false),
        ("Kim Doe won.", "akim-doe-won.json", false), ("Kim Doe won.", "kim-doe.json", false),
        ("Zo\u{EB} M\u{FC}ller", "zoe-muller.json", true), ("Zo\u{EB} M\u{FC}ller", "zoe-mueller-2.json", true),
        ("Zo\u{EB} M\u{FC}ller", "zoee-muller.json", false),
        ("Zo\u{EB} M\u{FC}ller", "ZOE\u{308} M\u{DC}LLER.md", true),
        ("Zoe Muller", "zo\u{EB}-m\u{FC}ller.json", true),
        ("\u{141}ukasz \u{17B}ak", "lukasz-zak.json", true),
        ("\u{141}ukasz \u{17B}ak", "\u{141}UKASZ_\u{17B}AK.md", true),
        ("S\u{F8}ren \u{C5}s", "soren-as.json", true), ("S\u{F8}ren \u{C5}s", "soeren-aas.json", true),
        ("Nguy\u{1EC5}n Th\u{1ECB} H\u{E0}", "nguyen-thi-ha.json", true), ("Gro\u{DF}", "gross.json", true),
        ("\u{418}\u{432}\u{430}\u{43D}", "\u{438}\u{432}\u{430}\u{43D}-2.md", true),
        // Hashes and ids are no words.
        ("Ed", "a3ed4c.json", false), ("Ed", "ed-2.json", true), ("Ed", "ed2.json", true), ("Abe", "00abe1f2", false),
        ("\u{201C}\u{2026}\u{201D}", "a.json", false), ("7B", "unit-7b.json", true),
    ])
    func asASlugInANameOfAFile(_ text: String, _ file: String, _ isFound: Bool) {
        #expect(WholeText(Text(text)).isNamed(by: Array(file.utf8)) == isFound)
    }

    @Test func bytesOfANameThatAreNoUTF8PartWords() {
        #expect(WholeText("Jo Fisher").isNamed(by: Array("jo".utf8) + [0xFF] + Array("fisher".utf8)))
    }

    /// Work on a file is linear in it.
    @Test func longLinesAreNotLookedThrough() {
        for count in [1, 2, 4] {
            #expect(!name.stands(in: Array(repeating: 0x61, count: count << 20)))
        }
    }

    /// Lines that begin as the text does are no longer work than others.
    @Test func linesThatBeginAlikeAreLinear() {
        let lines = Array(String(repeating: "Zo\u{EB}\n", count: 20_000).utf8)
        #expect(!name.stands(in: lines))
    }
}
