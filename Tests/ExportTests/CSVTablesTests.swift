import Testing

@testable import Export

@Suite struct CSVTablesTests {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"no\"", "\"say \"\"no\"\"\""),
        ("two\nlines", "\"two\nlines\""),
        (" padded ", "\" padded \""), ("a\0b", "a\u{FFFD}b"), ("桥", "桥"),
    ])
    func quotesAsRFC4180Says(_ text: String, _ cell: String) {
        #expect(
            String(decoding: CSVTables.row([.text(text), .integer(-1), .null]), as: UTF8.self) == "\(cell),-1,\r\n")
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\u{FF1D}1", "'=1", "'"])
    func noCellBeginsAFormula(_ text: String) {
        #expect(String(decoding: CSVTables.row([.text(text)]), as: UTF8.self) == "'\(text)\r\n")
    }
}
