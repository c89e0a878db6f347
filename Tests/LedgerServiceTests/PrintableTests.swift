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
}
