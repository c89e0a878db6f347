import CanonicalJSON
import StoryEvents
import Testing

struct DocumentReaderTests {
    private func document(_ subject: String) -> String {
        #"{"type": "updated", "subject": "\#(subject)", "time": "2026-03-02T17:20:00Z", "data": {"note": "n"}}"#
    }

    private func subjects(_ text: String, _ format: DocumentFormat) -> [String] {
        let (documents, refusals) = readAll(text, format: format)
        #expect(refusals.isEmpty)
        return documents.map(\.story.description)
    }

    @Test func readsOneDocument() {
        #expect(subjects(document("a"), .json) == ["a"])
        #expect(subjects("\u{FEFF}\r\n" + document("a") + "\n", .json) == ["a"])
    }

    @Test func readsAnArrayInItsOrder() {
        let (documents, _) = readAll("[\(document("a")), \(document("b")),\n \(document("c"))]", format: .json)
        #expect(documents.map(\.story.description) == ["a", "b", "c"])
        #expect(documents.map(\.path.description) == ["$[0]", "$[1]", "$[2]"])
    }

    @Test(arguments: ["\n", "\r\n"], ["", "\n", "\r\n", "\n \t\n"])
    func readsLines(separator: String, end: String) {
        let lines = [document("a"), "", document("b"), "  ", document("c")]
        #expect(subjects(lines.joined(separator: separator) + end, .lines) == ["a", "b", "c"])
        #expect(subjects("\u{FEFF}" + separator + lines.joined(separator: separator) + end, .lines) == ["a", "b", "c"])
    }

    @Test(arguments: [DocumentFormat.json, .lines])
    func theSourceStandsInWhereThereIsNone(format: DocumentFormat) {
        let named = document("a").replacing(#""type""#, with: #""source": "cms", "type""#)
        let text = format == .json ? "[\(document("a")), \(named)]" : document("a") + "\n" + named
        #expect(readAll(text, format: format, source: "wire%20desk").documents.map(\.source) == ["wire%20desk", "cms"])
    }

    @Test func readsOnAfterARefusal() {
        for (text, format) in [("[1, \(document("a")), 2]", DocumentFormat.json), ("1\n\(document("a"))\n{", .lines)] {
            let (documents, refusals) = readAll(text, format: format)
            #expect(documents.map(\.story.description) == ["a"])
            #expect(refusals.count == 2)
        }
    }

    /// What is told to hold one document at most is taken without a way back.
    @Test(arguments: [
        ("", DocumentFormat.json, false), ("X", .json, false), ("\u{FEFF}\n X", .json, false), ("[X]", .json, true),
        ("\u{FEFF} \n\t[X, X]", .json, true), ("[", .json, true), ("", .lines, false), ("X", .lines, false),
        ("\u{FEFF}\n\r\nX\n\n", .lines, false), ("X\nX", .lines, true), ("\n{\n \n]", .lines, true),
        ("---\ntype: published\n---\nText\n---\nX", .frontMatter, false),
    ])
    func tellsWhetherAFileMayHoldSeveral(text: String, format: DocumentFormat, several: Bool) {
        let text = text.replacing("X", with: document("a"))
        let reader = DocumentReader(Array(text.utf8), format: format, defaultSource: "inbox")
        #expect(reader.mayHoldSeveral == several)
        #expect(several || readAll(text, format: format).documents.count <= 1)
    }

    /// A reader that gathers all that is wrong must come to an end.
    @Test(arguments: [
        ("", DocumentFormat.json), ("{", .json), ("", .lines), ("{", .lines), ("", .frontMatter), ("---", .frontMatter),
    ])
    func saysOnceWhatIsWrongWithTheWhole(text: String, format: DocumentFormat) throws {
        var reader = DocumentReader(Array(text.utf8), format: format, defaultSource: "inbox")
        #expect(throws: Refusals.self) { try reader.next() }
        for _ in 0..<3 { #expect(try reader.next() == nil) }
    }

    @Test func bytesThatAreNotUTF8AreRefusedWithTheirPlace() throws {
        for (format, prefix) in [(DocumentFormat.json, "{\"a\":\n\""), (.lines, "\n\""), (.frontMatter, "---\n\"")] {
            let refusals = readAll(Array(prefix.utf8) + [0xC3, 0x28, 0x22, 0x7D], format: format).refusals
            let refusal = try #require(refusals.first)
            #expect(refusals.count == 1)
            #expect(refusal.code == .notUTF8)
            #expect(refusal.position == SourcePosition(line: 2, column: 2))
            #expect(refusal.message == "byte 0xC3 is not UTF-8 here")
            #expect(refusal.remedy == "save the document as UTF-8")
        }
    }

    @Test func whatIsDecidedLaterIsLocated() throws {
        let text =
            document("a") + "\n\n" + #"{"type": "denied", "subject": "b", "#
            + #""time": "2026-03-02T17:20:00Z", "data": {"by": "A", "claim": "c"}}"#
        var reader = DocumentReader(Array(text.utf8), format: .lines, defaultSource: "inbox")
        _ = try reader.next()
        let document = try #require(try reader.next())
        let error = #expect(throws: Refusals.self) { try Decision(document, on: nil) }
        let refusal = reader.located(try #require(error?.all.first))
        #expect(refusal.position == SourcePosition(line: 3, column: 31))
        #expect(reader.located(refusal) == refusal)
    }

    @Test func manyWrongValuesAreRefusedTwentyTimes() {
        let values = String(repeating: "1,", count: 200_000)
        let text = document("a").replacing(#""note": "n""#, with: "\"keywords\": [\(values)1]")
        #expect(readAll(text, format: .json).refusals.count == 20)
    }
}
