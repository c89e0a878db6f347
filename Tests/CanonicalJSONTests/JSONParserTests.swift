import CanonicalJSON
import Testing

@Suite("The parser takes I-JSON")
struct JSONParserTests {
    @Test(
        arguments: [
            ("null", .null), (" true ", true), ("\t\r\nfalse\n", false), ("[]", []), ("{}", [:]), ("[ ]", []),
            ("{ }", [:]), (#""""#, ""), ("[1,[2,[3]]]", [1, [2, [3]]]),
            (#"{"a":{"b":[]},"":1}"#, ["a": ["b": []], "": 1]),
            ("\u{FEFF}{}", [:]), (#" [ 1 , "a" , { "b" : null } ] "#, [1, "a", ["b": nil]]),
        ] as [(String, JSON)])
    func takesStructure(document: String, value: JSON) throws {
        #expect(try parse(document) == value)
    }

    @Test(
        arguments: [
            ("0", .integer(0)), ("-0", .integer(0)), ("-0.0", .integer(0)), ("0e400", .integer(0)),
            ("0.000e-999", .integer(0)),
            ("1.0", .integer(1)), ("1e2", .integer(100)), ("1E+2", .integer(100)), ("10e-1", .integer(1)),
            ("-12.50", .double(-12.5)), ("0.1", .double(0.1)), ("1e-7", .double(1e-7)),
            ("5e-324", .double(.leastNonzeroMagnitude)),
            ("2.2250738585072011e-308", .double(Double(bitPattern: 0xF_FFFF_FFFF_FFFF))),
            ("9007199254740991", .integer(9_007_199_254_740_991)),
            ("-9007199254740991", .integer(-9_007_199_254_740_991)),
            ("9007199254740991.0", .integer(9_007_199_254_740_991)),
            ("90071992547409910e-1", .integer(9_007_199_254_740_991)),
            ("9007199254740991.4", .integer(9_007_199_254_740_991)),
            ("4503599627370495.5", .double(4_503_599_627_370_495.5)),
            ("0.1000000000000000055511151231257827", .double(0.1)),
        ] as [(String, JSON)])
    func takesNumbersAsTheNearestDouble(document: String, value: JSON) throws {
        #expect(try parse(document) == value)
    }

    @Test(arguments: [
        "9007199254740992", "-9007199254740992", "9007199254740991.5", "12345678901234567890", "1e16", "1e309",
        "-1e309",
        "1e-400", "0.1e-323", "1e99999999999999999999", "1e-99999999999999999999",
    ])
    func refusesNumbersOutOfRange(document: String) throws {
        let error = try #require(refusal(of: Array(document.utf8)))
        #expect(error.reason == .numberOutOfRange(Text(document)))
    }

    @Test(arguments: [
        (#"\" \\ \/ \b \f \n \r \t"#, "\" \\ / \u{8} \u{C} \n \r \t"), (#"\u0041\u00e9\u20AC"#, "Aé€"),
        (#"\ud83d\ude00"#, "\u{1F600}"), (#"\uD800\uDC00\uDBFF\uDFFD"#, "\u{10000}\u{10FFFD}"), (#"\u0000"#, "\u{0}"),
        (#"\ufeff"#, "\u{FEFF}"), ("a\u{FEFF}b", "a\u{FEFF}b"), ("\u{7F}\u{80}\u{2028}", "\u{7F}\u{80}\u{2028}"),
        (#"\u0065\u0301 é"#, "e\u{301} é"),
        (#"no escape, then \u0061 long tail after it"#, "no escape, then a long tail after it"),
    ])
    func takesStrings(inside: String, text: Text) throws {
        #expect(try parse("\"\(inside)\"") == .string(text))
        #expect(try parse("{\"\(inside)\":1}") == .object([text: 1]))
    }

    @Test func neverNormalises() throws {
        let value = try parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value == ["\u{E9}": 1, "e\u{301}": 2])
        #expect(value.bytes(pretty: false) == Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8))
    }

    @Test func countsDepth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(
                (String(repeating: "[{\"a\":", count: depth / 2) + "1" + String(repeating: "}]", count: depth / 2)).utf8
            )
        }
        #expect(refusal(of: nested(64)) == nil)
        #expect(refusal(of: nested(66))?.reason == .tooDeep(limit: 64))
        #expect(refusal(of: nested(4), maximumDepth: 4) == nil)
        #expect(refusal(of: nested(6), maximumDepth: 4)?.reason == .tooDeep(limit: 4))
        #expect(refusal(of: nested(0), maximumDepth: 0) == nil)
        #expect(refusal(of: nested(2), maximumDepth: 0)?.reason == .tooDeep(limit: 0))
        #expect(refusal(of: nested(256), maximumDepth: .max) == nil)
        #expect(refusal(of: nested(258), maximumDepth: .max)?.reason == .tooDeep(limit: 256))
    }

    @Test func takesSlicesAndBuffers() throws {
        let bytes = Array(#"xx{"a":[1]}x{"#.utf8)
        #expect(try JSON.parse(bytes[2..<11]) == ["a": [1]])
        #expect(try bytes[2..<11].withUnsafeBytes { try JSON.parse($0) } == ["a": [1]])
        #expect(throws: JSONSyntaxError(.unexpectedEnd(expected: .value), offset: 0)) {
            try JSON.parse(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        #expect(throws: JSONSyntaxError(.trailingContent("x"), offset: 9)) { try JSON.parse(bytes[2...]) }
    }
}
