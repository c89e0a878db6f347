import Testing

@testable import ProseRendering

@Suite("A mark stands beside the last word of a change")
struct MarkedEndingTests {
    @Test(arguments: [
        ("not", "", "not", ""), ("has not ", "has ", "not", " "), ("a b", "a ", "b", ""), ("", "", "", ""),
        ("  ", "", "", "  "), ("a\n\nb\n", "a\n\n", "b", "\n"),
        ("abcdefghijklmnopqrstuvwxyz", "abcdefghij", "klmnopqrstuvwxyz", ""),
        ("e\u{301}\u{2028}", "", "e\u{301}", "\u{2028}"),
    ])
    func andBeforeTheSpace(text: String, head: String, last: String, space: String) {
        let ending = MarkedEnding(of: text)
        #expect([ending.head, ending.last, ending.space] == [head, last, space])
    }
}
