import Testing

@testable import EventLog

@Suite("Words are found in a text as a reader sees them, with their place")
struct WordsRangeTests {
    @Test(arguments: [
        ("He said Jo Fisher came.", "Jo Fisher", "Jo Fisher"),
        ("He said Jo\u{A0} Fisher came.", "Jo Fisher", "Jo\u{A0} Fisher"),
        ("He said Jo Fisher came.", "Jo  \n Fisher", "Jo Fisher"),
        ("The Mu\u{AD}ster\u{200B} house", "Muster", "Mu\u{AD}ster"),
        ("Jo\t\tFisher", "Jo Fisher", "Jo\t\tFisher"), ("Caf\u{E9}s", "Cafe\u{301}s", "Caf\u{E9}s"),
        ("Cafe\u{301}\u{AD}s", "Caf\u{E9}s", "Cafe\u{301}\u{AD}s"),
        ("Jo Fisher and Jo Fisher", "Fisher and Jo", "Fisher and Jo"),
    ])
    func areThere(text: String, words: String, found: String) {
        let range = WantedText.range(of: words, in: text)
        #expect(range.map { text[$0].unicodeScalars.elementsEqual(found.unicodeScalars) } == true)
    }

    @Test(arguments: [
        ("Jo Fisher", "jo Fisher"), ("JoFisher", "Jo Fisher"), ("Jo", "Jo Fisher"), ("Jo", ""), ("", "Jo"),
    ])
    func areNotThere(text: String, words: String) {
        #expect(WantedText.range(of: words, in: text) == nil)
    }
}
