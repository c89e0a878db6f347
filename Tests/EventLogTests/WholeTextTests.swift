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
        ("xZo\u{EB} Doe won.json", false), ("", false),
    ])
    func inANameOfAFile(_ file: String, _ isFound: Bool) { #expect(name.isNamed(by: Array(file.utf8)) == isFound) }

    /// What parts the words in a name is not what parts them in a text.
    @Test(arguments: [
        ("Ren\u{E9}e_O_Brien_Lee 4.json", true), ("Rene\u{301}e-O\u{2019}Brien\u{2013}Lee.md", true),
        ("Ren\u{E9}e O'Brien Lee.json", true), ("Ren\u{E9}e_OBrien_Lee.json", false),
        ("Ren\u{E9}e_O_Brien.json", false),
    ])
    func withTypographicMarksInANameOfAFile(_ file: String, _ isFound: Bool) {
        #expect(WholeText("Ren\u{E9}e O\u{2019}Brien-Lee").isNamed(by: Array(file.utf8)) == isFound)
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
