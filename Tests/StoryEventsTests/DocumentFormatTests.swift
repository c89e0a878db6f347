import StoryEvents
import Testing

struct DocumentFormatTests {
    @Test(arguments: [
        ("a.json", DocumentFormat.json), ("A.JSON", .json), (".json", .json), ("a.ndjson", .lines), ("a.jsonl", .lines),
        ("a.md", .frontMatter), ("a.b.Markdown", .frontMatter), ("a", nil), ("json", nil), ("a.json.gz", nil),
        ("a.", nil),
        ("", nil), ("a.jsоn", nil),
    ])
    func isToldByTheName(name: String, format: DocumentFormat?) {
        #expect(DocumentFormat(fileName: name) == format)
    }

    @Test(arguments: [
        ("a.JSON", ".JSON"), ("a b.Markdown", ".Markdown"), ("x.markdown", ".markdown"), (".md", ".md"),
        ("a.b.jsonl", ".jsonl"),
        ("a.txt", nil), ("a", nil), ("a.", nil), ("", nil), ("json", nil),
    ])
    func theEndingThatSaysItIsKnown(name: String, ending: String?) {
        #expect(DocumentFormat.ending(ofName: name).map { String($0) } == ending)
    }

    @Test(arguments: [
        ("---\ntype: updated\n---\n", DocumentFormat.frontMatter), ("\u{FEFF}---\n", .frontMatter), ("{}", .json),
        ("[{}, {}]", .json), ("{}\n{}\n", .lines), ("{}\n{", .lines), ("{}\r\n\r\n", .json), ("", .json), ("{", .json),
        ("hello", .json),
    ])
    func isToldByTheContent(text: String, format: DocumentFormat) {
        #expect(DocumentFormat(sniffing: Array(text.utf8)) == format)
    }

    @Test func refusesAnotherName() {
        let refusal = DocumentFormat.refusal(ofName: "a\u{1B}[2J.txt")
        #expect(refusal.code == .unknownFormat)
        #expect(refusal.message == #"'a\u001b[2J.txt' has no known ending"#)
        #expect(refusal.remedy == "name it .json, .ndjson, .jsonl or .md, by what it holds")
    }

    @Test(arguments: ["x.csv", "a b.TSV", "x.tab"])
    func aTableWantsAMap(name: String) {
        #expect(DocumentFormat.refusal(ofName: name).remedy.contains("'storyledger import FILE --map MAP'"))
        #expect(DocumentFormat.tableRemedy(ofName: name + ".txt") == nil)
    }
}
