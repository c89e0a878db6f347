import CanonicalJSON
import Testing

@Suite("Where a member's value is written in RFC 8785 form, it is found; nowhere else")
struct NotedMemberTests {
    /// The value of `data` as it is written, where it was seen to be in RFC 8785 form.
    private func noted(_ document: String) throws -> String? {
        // As a part of more, since the place is told in the whole.
        let bytes = Array("line before\n".utf8) + Array(document.utf8)
        var scratch: [UInt8] = []
        let (json, canonical) = try JSON.parse(bytes[12...], using: &scratch, noting: "data")
        #expect(json == (try JSON.parse(Array(document.utf8))))
        guard let canonical else { return nil }
        guard case .object(let object) = json, let value = object["data"] else {
            Issue.record("what is not there was found")
            return nil
        }
        #expect(Array(bytes[canonical]) == value.canonicalBytes)
        return String(decoding: bytes[canonical], as: UTF8.self)
    }

    @Test(arguments: [
        #"{}"#, #"[]"#, #"{"a":1,"b":[true,false,null,-7]}"#, #""text""#, #""\n\t\"\\\b\f\r""#, #""“café” 🌊""#, #"0"#,
        #"{"":{"a":{}},"a":"","é":1}"#, #"[[[{"a":9007199254740991}]]]"#,
    ])
    func foundInItsForm(value: String) throws {
        #expect(try noted(#"{"data":\#(value)}"#) == value)
        #expect(try noted(#"{"type":"b" , "a": 1.50 ,"data":\#(value),"b":"\u0041"}"#) == value)
        #expect(try noted("{\"z\": [ 1 ],\n  \"data\": \(value),\"a\":{}}") == value)
    }

    @Test(arguments: [
        #"{"a": 1}"#, #"{"a":1 }"#, #"{ }"#, #"[1, 2]"#, "[\n]", #"{"b":1,"a":2}"#, #"{"a":{"b":1,"a":2}}"#, #""\/""#,
        #""\u0041""#, #""\u000A""#, #"1.0"#, #"1e2"#, #"-0"#, #"[0.5]"#, "{\"\u{FFFD}\":1,\"\u{10000}\":2}",
    ])
    func notFoundInAnother(value: String) throws {
        #expect(try noted(#"{"data":\#(value)}"#) == nil)
        #expect(try noted(#"{"a":{"data":{}},"data":\#(value),"z":1}"#) == nil)
    }

    @Test(arguments: [#"{}"#, #"[{"data":{}}]"#, #""data""#, #"{"a":{"data":{}}}"#, #"{"Data":{}}"#])
    func notFoundWhereThereIsNone(document: String) throws {
        #expect(try noted(document) == nil)
    }

    @Test func refusedAsByTheOthers() {
        var scratch: [UInt8] = []
        let documents = [
            #"{"data":}"#, #"{"data":{},"data":{}}"#, #"{"data":"\x"}"#, #"{"data":"\"#, #"{"data":"\u12"#,
        ]
        for document in documents {
            let bytes = Array(document.utf8)
            let expected = #expect(throws: JSONSyntaxError.self) { try JSON.parse(bytes) }
            let found = #expect(throws: JSONSyntaxError.self) {
                try JSON.parse(bytes[...], using: &scratch, noting: "data")
            }
            #expect(found == expected)
        }
    }

    @Test func roomIsKeptFromOneToTheNext() throws {
        var scratch: [UInt8] = []
        for length in [1, 500, 3, 2_000, 0] {
            let text = String(repeating: "é\n", count: length)
            let written = String(repeating: #"é\n"#, count: length)
            let bytes = Array(#"{"data":"\#(written)","x":"\u00e9\/"}"#.utf8)
            let (json, canonical) = try JSON.parse(bytes[...], using: &scratch, noting: "data")
            #expect(json == ["data": .string(Text(text)), "x": "é/"])
            #expect(canonical == 8..<8 + written.utf8.count + 2)
        }
    }
}
