import Testing

@testable import storyledger

@Suite("A row is one line, and its fields can be had back")
struct TabSeparatedTests {
    static let rows: [(fields: [String?], line: String)] = [
        (["a", "b c", "d"], "a\tb c\td"),
        (["", nil, "x"], "\t\tx"),
        (["a\tb", "c\nd", "e\r\nf"], #"a\tb"# + "\t" + #"c\nd"# + "\t" + #"e\r\nf"#),
        ([#"\t"#, #"C:\new"#], #"\\t"# + "\t" + #"C:\\new"#),
        (["\u{1B}[31mred", "\u{202E}abc", "\u{0}"], #"\u001B[31mred"# + "\t" + #"\u202Eabc"# + "\t" + #"\u0000"#),
        (["a\u{FEFF}\u{FE01}\u{E0102}b", "\u{2764}\u{FE0F}"], "a<hidden manifest, 10 bytes>b\t\u{2764}\u{FE0F}"),
        (["Žofie – „ano“", "e\u{301}"], "Žofie – „ano“\te\u{301}"),
    ]

    @Test(arguments: rows)
    func isWrittenSo(_ fields: [String?], _ line: String) {
        #expect(Array(TabSeparated.line(fields).utf8) == Array(line.utf8))
    }
}
