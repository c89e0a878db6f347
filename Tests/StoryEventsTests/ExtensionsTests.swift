import CanonicalJSON
import StoryEvents
import Testing

@Suite("Extension attributes, the schema and media types are kept in the context")
struct ExtensionsTests {
    private func context(_ attributes: String) throws -> JSON? {
        let document = try read(
            #"{"type": "published", \#(attributes), "data": {"headline": "h", "body": "b"}}"#)
        return document.data["context"]
    }

    @Test func scalarsAreKept() throws {
        let found = try context(
            #""traceparent": "00-1", "sequence": 7, "sampled": true, "ratio": 0.5, "correlationid": "c""#)
        #expect(
            found == [
                "correlationid": "c",
                "extensions": ["ratio": .double(0.5), "sampled": true, "sequence": 7, "traceparent": "00-1"],
            ])
    }

    static let kept: [(attributes: String, context: JSON?)] = [
        (#""dataschema": "https://x.example/s""#, ["dataschema": "https://x.example/s"]),
        (#""datacontenttype": "application/json""#, nil),
        (
            #""datacontenttype": "application/json; charset=utf-8""#,
            ["datacontenttype": "application/json; charset=utf-8"]
        ),
        (#""datacontenttype": "Application/JSON;a=b""#, ["datacontenttype": "Application/JSON;a=b"]),
        (#""dataref": "https://x.example/d""#, ["extensions": ["dataref": "https://x.example/d"]]),
    ]

    @Test(arguments: kept.indices)
    func attributesAreKept(row: Int) throws {
        #expect(try context(Self.kept[row].attributes) == Self.kept[row].context)
    }

    @Test(arguments: [
        (#""traceparent": null"#, Refusal.Code.wrongType), (#""traceparent": {}"#, .wrongType),
        (#""traceparent": ["a"]"#, .wrongType), (#""traceParent": "a""#, .unknownField),
        (#""trace-parent": "a""#, .unknownField), (#""abcdefghijklmnopqrstu": "a""#, .unknownField),
        // Probably a slip: it must not be kept as something else.
        (#""expectedrevison": 3"#, .unknownField), (#""corelationid": "c""#, .unknownField),
        (#""datacontenttype": "text/xml""#, .badValue), (#""datacontenttype": """#, .badValue),
        (#""dataschema": "a b""#, .badValue),
    ])
    func othersAreRefused(attributes: String, code: Refusal.Code) throws {
        let refusals = #expect(throws: Refusals.self) { try context(attributes) }
        #expect(refusals?.all.map(\.code) == [code])
    }
}
