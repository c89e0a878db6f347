import CanonicalJSON
import Testing

@Suite("A path leads to its bytes")
struct JSONLocatorTests {
    private static let document = Array(#" {"a": [10, {"b\u0062": true}, []], "c" : {}, "d":"x"}"#.utf8)

    @Test(arguments: [
        (JSONPath.root, 1, 1),
        (JSONPath.root.member("a"), 7, 2),
        (JSONPath.root.member("a").element(0), 8, 8),
        (JSONPath.root.member("a").element(1), 12, 12),
        (JSONPath.root.member("a").element(1).member("bb"), 24, 13),
        (JSONPath.root.member("a").element(2), 31, 31),
        (JSONPath.root.member("c"), 42, 36),
        (JSONPath.root.member("d"), 50, 46),
        // What is not there: the deepest value on the way.
        (JSONPath.root.member("e"), 1, 1),
        (JSONPath.root.element(0), 1, 1),
        (JSONPath.root.member("a").element(3), 7, 7),
        (JSONPath.root.member("a").element(-1), 7, 7),
        (JSONPath.root.member("a").member("b"), 7, 7),
        (JSONPath.root.member("a").element(2).element(0), 31, 31),
        (JSONPath.root.member("a").element(1).member("x").member("y"), 12, 12),
        (JSONPath.root.member("c").member("x"), 42, 42),
        (JSONPath.root.member("d").member("x"), 50, 50),
    ])
    func findsValuesAndKeys(path: JSONPath, value: Int, key: Int) {
        #expect(JSONLocator.offset(of: path, in: Self.document) == value)
        #expect(JSONLocator.offset(of: path, in: Self.document, key: true) == key)
    }

    @Test func stepsOverAByteOrderMark() {
        let document = Array("\u{FEFF}{\"a\":1}".utf8)
        #expect(JSONLocator.offset(of: .root, in: document) == 3)
        #expect(JSONLocator.offset(of: .root.member("a"), in: document) == 8)
    }

    @Test func goesAsFarAsADocumentCanBeRead() {
        let path = JSONPath.root.member("a").element(1).member("bb")
        for length in 0..<24 {
            let offset = JSONLocator.offset(of: path, in: Array(Self.document[..<length]))
            #expect([0, 1, 7, 12].contains(offset) && offset <= length)
        }
        #expect(JSONLocator.offset(of: .root.member("b"), in: Array(#"{"a":x,"b":1}"#.utf8)) == 0)
    }

    /// Whatever the parser refuses for a value's sake stands at or after the place its path leads to.
    @Test func agreesWithTheParserAboutPaths() throws {
        let document = Array(#"{"a":[1,{"b":2},{"c":[true,"\x"]}]}"#.utf8)
        let error = try #require(refusal(of: document))
        #expect(error.path.description == "$.a[2].c[1]")
        #expect(JSONLocator.offset(of: error.path, in: document) == 27)
        #expect(error.offset == 29)
    }
}
