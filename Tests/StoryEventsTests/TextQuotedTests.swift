import CanonicalJSON
import Testing

@testable import StoryEvents

struct TextQuotedTests {
    @Test(arguments: [
        ("a", "'a'"), ("", "''"), ("é\u{301}", "'é\u{301}'"), ("a\nb\t\r", #"'a\nb\t\r'"#),
        ("\u{1B}[2J", #"'\u001b[2J'"#),
        ("\u{202E}x", #"'\u202ex'"#), ("\u{E0001}", #"'\udb40\udc01'"#), ("\u{2028}", #"'\u2028'"#),
        ("a\u{E0100}b", #"'a\udb40\udd00b'"#), ("a\u{FEFF}", #"'a\ufeff'"#),
        ("a\u{FEFF}\u{FE01}\u{E0102}b", "'a<hidden manifest, 10 bytes>b'"),
        (
            String(repeating: "\u{FEFF}\u{FE01}", count: 3),
            "'" + String(repeating: "<hidden manifest, 6 bytes>", count: 2) + "<hidden \u{2026}'"
        ),
        (String(repeating: "é", count: 61), "'" + String(repeating: "é", count: 60) + "…'"),
        (String(repeating: "é", count: 60), "'" + String(repeating: "é", count: 60) + "'"),
    ])
    func showsTextOnOneLine(text: String, shown: String) {
        #expect(Text(Text(text).quoted) == Text(shown))
    }
}
