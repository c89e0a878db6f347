import CanonicalJSON
import Testing

@Suite("Text is its UTF-8 bytes")
struct TextTests {
    @Test func differsWhereStringsAreOnlyCanonicallyEquivalent() {
        let composed = Text("caf\u{E9}")
        let decomposed = Text("cafe\u{301}")
        #expect(composed.string == decomposed.string)
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
    }

    @Test(arguments: ["", "a", "abcdefg", "abcdefgh", "abcdefghi", "a longer text than fits in a small string, é"])
    func equalsItsCopy(string: String) {
        let copy = Text(String(decoding: Array(string.utf8), as: UTF8.self))
        #expect(Text(string) == copy)
        #expect(Text(string).hashValue == copy.hashValue)
        #expect(Text(string + "x") != Text(string + "y"))
        #expect(Text(string + "x") != copy)
    }

    @Test func isOrderedByBytes() {
        let ordered: [Text] = ["", "A", "Z", "a", "aa", "b", "\u{E9}", "\u{FB33}", "\u{1F600}"]
        #expect(ordered.shuffled().sorted() == ordered)
    }

    @Test func keepsBytesAndShowsItself() {
        let text: Text = "one \(2) é"
        #expect(text.bytes == Array("one 2 é".utf8))
        #expect(text.utf8.elementsEqual("one 2 é".utf8))
        #expect("\(text)" == "one 2 é")
        #expect(Text("").isEmpty && !text.isEmpty)
    }
}
