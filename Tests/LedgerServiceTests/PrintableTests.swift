import Testing

@testable import LedgerService

@Suite("What others wrote is shown without their control characters")
struct PrintableTests {
    @Test(arguments: [
        ("a\n\nb\n", "a\n\nb\n"), ("\n", "\n"), ("", ""), ("a\u{1B}[31mb\nc\u{202E}d", "a\\u001b[31mb\nc\\u202ed"),
    ])
    func linesStay(text: String, shown: String) {
        #expect(Printable.escapedLines(text) == shown)
    }

    /// A hidden manifest is shown by its length, in messages and in what they say besides.
    @Test func aHiddenManifestIsItsLength() {
        let name = "a\u{FEFF}\u{FE01}\u{E0102}b"
        #expect(Printable.escapedLines(name) == "a<hidden manifest, 10 bytes>b")
        #expect(
            LogLine.text("refused \(name)", ["story": "\(name)"])
                == "refused a<hidden manifest, 10 bytes>b story=\"a<hidden manifest, 10 bytes>b\"")
    }
}
