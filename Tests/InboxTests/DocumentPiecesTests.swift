import CanonicalJSON
import LedgerTestKit
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
        (.lines, "\u{FEFF}\n{1}\n{2}\n", [0], "\u{FEFF}\n{2}\n"), (.lines, "\u{FEFF}{1}\r\n{2}", [0], "\u{FEFF}{2}"),
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
        let found = DocumentPieces(Array(text.utf8), format, shortest: 0).without(places)
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == rest)
    }

    /// There may be millions of them in one file.
    @Test(arguments: [DocumentFormat.json, .lines])
    func piecesThatAreTooShortShareARange(_ format: DocumentFormat) {
        let document = #"{"type":"denied","subject":"a","data":{"by":"Keeper"}}"#
        let all = ["0", "1", document, document, "2", "3"]
        let text = format == .lines ? all.map { $0 + "\n" }.joined() : "[" + all.joined(separator: ",") + "]"
        let pieces = DocumentPieces(Array(text.utf8), format)
        #expect(pieces.ranges.count == 4)
        let rest = pieces.without([1, 2]).map { String(decoding: $0, as: UTF8.self) }
        #expect(rest == (format == .lines ? "0\n1\n2\n3\n" : "[0,1,2,3]"))
    }

    /// The n-th piece is the n-th document that a reader reads, or refuses.
    @Test(arguments: [UInt64](1...400))
    func piecesAreTheDocumentsThatAReaderReads(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let (text, format) = Self.file(&random)
        let bytes = Array(text.utf8)
        let pieces = DocumentPieces(bytes, format, shortest: 0)
        var reader = DocumentReader(bytes, format: format, defaultSource: "inbox")
        for place in pieces.ranges.indices {
            let piece = Array(pieces[place])
            var alone = DocumentReader(piece, format: format == .lines ? .json : format, defaultSource: "inbox")
            #expect(
                Self.content(&reader) == Self.content(&alone),
                "seed \(seed), piece \(place) of \(text.debugDescription)")
        }
        // A file without any document is refused as a whole.
        if pieces.ranges.isEmpty { #expect(Self.content(&reader) == .refused) }
        #expect(Self.content(&reader) == .end, "seed \(seed): \(text.debugDescription)")
    }

    private enum Content: Equatable {
        case document([UInt8])
        case refused, end
    }

    private static func content(_ reader: inout DocumentReader) -> Content {
        do throws(Refusals) {
            return try reader.next().map { .document($0.canonicalContent) } ?? .end
        } catch {
            return .refused
        }
    }

    /// A file of documents and of what is none, with every sort of line end, blank line and byte order mark.
    private static func file(_ random: inout SeededRandom) -> (text: String, format: DocumentFormat) {
        func pick(_ choices: [String]) -> String { choices.randomElement(using: &random)! }
        let format = DocumentFormat.allCases.randomElement(using: &random)!
        let mark = pick(["", "\u{FEFF}"])
        let blanks = ["", "\n", "\r\n", " \t\n", "\r\n\r\n", "\n \n"]
        var documents: [String] = []
        for number in 0..<Int.random(in: 0...5, using: &random) {
            let body = pick(["no.", "[\"{,]}", "a\\r\\n\u{2028}b", "\u{FEFF}"]).replacing("\"", with: "\\\"")
            documents.append(
                pick([
                    #"{"type": "updated", "subject": "s\#(number)", "time": "2026-03-02T17:20:00Z", "data": {"body": "\#(body)"}}"#,
                    #"{"type": "rumoured"}"#, "\(number)", "[[], {}]", "\"}],\"",
                ]))
        }
        switch format {
        case .lines:
            // What is no JSON at all spoils its own line only.
            if Bool.random(using: &random) { documents.append(pick(["{", "x", "]", "\u{FEFF}{}"])) }
            documents.shuffle(using: &random)
            let lines = documents.map { pick(["", " "]) + $0 + pick(["\n", "\r\n", " \r\n"]) + pick(blanks) }
            let text = mark + pick(blanks) + lines.joined()
            return (Bool.random(using: &random) && text.hasSuffix("\n") ? String(text.dropLast()) : text, format)
        case .json:
            let isArray = documents.count != 1 || Bool.random(using: &random)
            let array =
                "[" + pick(blanks) + documents.joined(separator: pick([",", " ,\r\n", "\n,\n"])) + pick(blanks) + "]"
            return (mark + pick(blanks) + (isArray ? array : #"{"type": "rumoured"}"#) + pick(blanks), format)
        case .frontMatter:
            let end = pick(["\n", "\r\n"])
            let lines = ["---", "type: updated", "story: s", "time: 2026-03-02T17:20:00Z", "---", "Text.", "", "More."]
            return (mark + lines.joined(separator: end) + pick(blanks), format)
        }
    }

    @Test(arguments: ["[1,2", "[1,\"2]", "[", "[{]", "", "x", "[1,{2]"])
    func whatCannotBeTakenApartIsOnePiece(_ text: String) {
        #expect(DocumentPieces(Array(text.utf8), .json).ranges.count == 1)
    }
}
