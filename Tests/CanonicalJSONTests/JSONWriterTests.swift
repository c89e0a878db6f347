import CanonicalJSON
import Testing

@Suite("The writer follows RFC 8785")
struct JSONWriterTests {
    /// Source: RFC 8785, 3.2.3.
    @Test func sortsThePublishedExample() throws {
        let value = try parse(
            #"""
            {
              "\u20ac": "Euro Sign",
              "\r": "Carriage Return",
              "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face",
              "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """#)
        let expected =
            #"{"\r":"Carriage Return","1":"One","\#u{80}":"Control","\#u{F6}":"Latin Small Letter O With Diaeresis","#
            + "\"\u{20AC}\":\"Euro Sign\",\"\u{1F600}\":\"Emoji: Grinning Face\","
            + "\"\u{FB33}\":\"Hebrew Letter Dalet With Dagesh\"}"
        #expect(value.canonicalBytes == Array(expected.utf8))
    }

    /// Source: RFC 8785, 3.2.2, with the one number that I-JSON's range leaves out, 333333333.33333329 kept.
    @Test func writesThePublishedLiterals() throws {
        let value = try parse(
            #"""
            {
              "numbers": [333333333.33333329, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#)
        let expected =
            #"{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"#
            + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#
        #expect(value.canonicalBytes == Array(expected.utf8))
    }

    @Test(arguments: [1, 7, 8, 63, 1_000, 40_000]) func writesTextThatGrowsSixfold(count: Int) {
        let text = String(repeating: "\u{1}", count: count)
        #expect(canonical(.string(Text(text))) == "\"" + String(repeating: #"\u0001"#, count: count) + "\"")
    }

    @Test func escapesWhatMustBeAndNothingElse() {
        for byte in UInt8(0)...0x7F {
            let text = String(Unicode.Scalar(byte))
            let expected =
                switch text {
                case "\"": #"\""#
                case "\\": #"\\"#
                case "\u{8}": #"\b"#
                case "\t": #"\t"#
                case "\n": #"\n"#
                case "\u{C}": #"\f"#
                case "\r": #"\r"#
                case "\u{0}"..."\u{F}": #"\u000"# + String(byte, radix: 16)
                case "\u{10}"..."\u{1F}": #"\u00"# + String(byte, radix: 16)
                default: text
                }
            // At each place in and around the eight bytes that are looked at together.
            for before in 0..<10 {
                let (start, end) = (String(repeating: "é", count: before), String(repeating: "-", count: 9 - before))
                #expect(canonical(.string(Text(start + text + end))) == "\"\(start)\(expected)\(end)\"")
            }
        }
    }

    @Test func keepsTheOrderWhenNotCanonical() throws {
        let value = try parse(#" { "b" : [ 1 , { } , [ ] ] , "a" : { "x" : "é\u0000" } } "#)
        #expect(value.bytes(pretty: false) == Array(#"{"b":[1,{},[]],"a":{"x":"é\u0000"}}"#.utf8))
        #expect(value.canonicalBytes == Array(#"{"a":{"x":"é\u0000"},"b":[1,{},[]]}"#.utf8))
        let pretty = #"""
            {
              "b": [
                1,
                {},
                []
              ],
              "a": {
                "x": "é\u0000"
              }
            }
            """#
        #expect(value.bytes(pretty: true) == Array(pretty.utf8))
    }

    @Test func indentsWhatIsWithinLists() throws {
        let pretty = #"""
            [
              [
                {
                  "a": [
                    1
                  ]
                }
              ]
            ]
            """#
        #expect(try parse(#"[[{"a":[1]}]]"#).bytes(pretty: true) == Array(pretty.utf8))
    }

    @Test func appendsToWhatIsThere() {
        var output = Array("leaf: ".utf8)
        JSON.array([1, nil, true, false]).appendCanonical(to: &output)
        #expect(output == Array("leaf: [1,null,true,false]".utf8))
    }
}
