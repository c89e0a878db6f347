import CanonicalJSON
import Testing

@Suite("A refusal says what, where and what to do")
struct JSONSyntaxErrorTests {
    @Test(arguments: Refused.structure + Refused.scalars + Refused.strings)
    func saysWordForWord(_ refused: Refused) throws {
        let error = try #require(refusal(of: refused.document))
        #expect(error.path.description == refused.path)
        #expect(error.offset == refused.offset)
        #expect(error.message == refused.message)
        #expect(error.remedy == refused.remedy)
    }

    @Test func describesItselfOnOneLine() throws {
        let error = try #require(refusal(of: Array(#"{"data":{"a":1,"a":2}}"#.utf8)))
        #expect(error.description == #"$.data.a at byte 15: duplicate key "a""#)
    }

    @Test func showsNoMoreOfADocumentThanAPersonReads() throws {
        let key = String(repeating: "k", count: 100_000)
        let error = try #require(refusal(of: Array(#"{"\#(key)":1,"\#(key)":2}"#.utf8)))
        #expect(error.message == "duplicate key \"\(key.prefix(60))…\"")
        let number = try #require(refusal(of: [UInt8](repeating: UInt8(ascii: "1"), count: 100_000)))
        let digits = String(repeating: "1", count: 60)
        #expect(number.message == "number \"\(digits)…\" is out of range")
    }
}
