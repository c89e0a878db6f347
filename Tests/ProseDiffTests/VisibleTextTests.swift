import Testing

@testable import ProseDiff
@testable import ProseRendering

@Suite("What could act on a terminal is shown by name")
struct VisibleTextTests {
    @Test(arguments: [
        ("a\r\n\r\nb", "a\n\nb"), ("a\rb", "a␍b"), ("a\r", "a␍"), ("a\r\r\nb", "a␍\nb"), ("a\u{1B}[2Jb", "a␛[2Jb"),
        ("a\u{202E}b", "a<U+202E>b"),
    ])
    func lineEndsOfOtherSystemsAreLineEnds(text: String, shown: String) {
        #expect(VisibleText.string(Array(text.utf8)[...]) == shown)
    }

    @Test func whereWhiteSpaceIsShownTheyAreToo() {
        #expect(VisibleText.string(Array("a\r\nb".utf8)[...], reveals: true).contains("␍"))
    }
}
