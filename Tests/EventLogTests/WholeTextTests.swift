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

    @Test(arguments: [
        ("Zo\u{EB} Doe won.json", true), ("2026-Zo\u{EB}_Doe-won.1.ndjson", true), ("Zo\u{EB} Doe.json", false),
        ("xZo\u{EB} Doe won.json", false), ("", false),
    ])
    func inANameOfAFile(_ file: String, _ isFound: Bool) { #expect(name.isNamed(by: Array(file.utf8)) == isFound) }

    /// Work on a file is linear in it.
    @Test func longLinesAreNotLookedThrough() {
        for count in [1, 2, 4] {
            #expect(!name.stands(in: Array(repeating: 0x61, count: count << 20)))
        }
    }
}
