import Testing

@testable import CanonicalJSON

@Suite("Keys are ordered by UTF-16 code units")
struct UTF16OrderTests {
    /// Both sides of every border between lengths in UTF-8 and UTF-16.
    static let scalars: [Unicode.Scalar] = [
        "\u{0}", "A", "a", "\u{7F}", "\u{80}", "\u{E9}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FB33}",
        "\u{FFFD}", "\u{10000}", "\u{1F600}", "\u{1F601}", "\u{10FFFD}",
    ]

    @Test func agreesWithTranscodingForAllShortTexts() {
        var texts: [Text] = [""]
        texts += Self.scalars.map { Text(String($0)) }
        texts += Self.scalars.flatMap { first in Self.scalars.map { Text(String(first) + String($0)) } }
        for left in texts {
            for right in texts {
                let expected = left.string.utf16.lexicographicallyPrecedes(right.string.utf16)
                if UTF16Order.precedes(left, right) != expected {
                    Issue.record("\(left.bytes) before \(right.bytes) should be \(expected)")
                }
            }
        }
    }

    @Test func agreesWithTranscodingFarIntoTexts() {
        let start = "a start longer than a word, é"
        for left in Self.scalars {
            for right in Self.scalars {
                let (here, there) = (Text("\(start)\(left)z"), Text("\(start)\(right)a"))
                let expected = here.string.utf16.lexicographicallyPrecedes(there.string.utf16)
                #expect(UTF16Order.precedes(here, there) == expected)
            }
        }
    }
}
