import StoryEvents
import Testing

@testable import Inbox

@Suite("A document comes out of a file, and every other byte stays")
struct DocumentPiecesTests {
    static let cases: [(format: DocumentFormat, text: String, places: Set<Int>, rest: String?)] = [
        (.lines, "{1}\n{2}\n{3}\n", [0], "{2}\n{3}\n"), (.lines, "{1}\n{2}\n{3}\n", [1], "{1}\n{3}\n"),
        (.lines, "{1}\n{2}\n{3}\n", [2], "{1}\n{2}\n"), (.lines, "{1}\n{2}\n{3}", [2], "{1}\n{2}\n"),
        (.lines, "\n{1}\r\n \n{2}\n\n", [0], "\n \n{2}\n\n"), (.lines, "{1}\n{2}\n", [0, 1], nil),
        (.lines, "{1}\n", [0], nil), (.lines, "{1}\n", [], "{1}\n"),
        (.json, "[1,2,3]", [0], "[2,3]"), (.json, "[1,2,3]", [1], "[1,3]"), (.json, "[1,2,3]", [2], "[1,2]"),
        (.json, "[1,2,3]", [0, 1], "[3]"), (.json, "[1,2,3]", [1, 2], "[1]"), (.json, "[1,2,3]", [0, 2], "[2]"),
        (.json, "[1,2,3]", [0, 1, 2], nil),
        (.json, " [ {\"a\": \"],{\\\"\"} ,\n  {\"b\": [1, [2]]}\n] \n", [0], " [ {\"b\": [1, [2]]}\n] \n"),
        (.json, " [ {\"a\": \"],{\\\"\"} ,\n  {\"b\": [1, [2]]}\n] \n", [1], " [ {\"a\": \"],{\\\"\"}\n] \n"),
        (.json, "\u{FEFF}[1, 2]", [0], "\u{FEFF}[2]"), (.json, "{\"a\": [1,2]}", [0], nil),
        (.frontMatter, "---\ntype: x\n---\ntext\n", [0], nil),
    ]

    @Test(arguments: cases)
    func takesOut(_ format: DocumentFormat, _ text: String, _ places: Set<Int>, _ rest: String?) {
        let found = DocumentPieces(Array(text.utf8), format).without(places)
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == rest)
    }

    @Test(arguments: ["[1,2", "[1,\"2]", "[", "[{]", "", "x", "[1,{2]"])
    func whatCannotBeTakenApartIsOnePiece(_ text: String) {
        #expect(DocumentPieces(Array(text.utf8), .json).ranges.count == 1)
    }
}
