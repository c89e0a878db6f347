import CanonicalJSON
import Testing

@Suite("A path is written as a JSONPath query")
struct JSONPathTests {
    @Test(arguments: [
        (JSONPath.root, "$"),
        (JSONPath.root.member("data").member("claims").element(1).member("id"), "$.data.claims[1].id"),
        (JSONPath.root.element(0).element(12), "$[0][12]"),
        (JSONPath.root.member("we ird"), "$['we ird']"),
        (JSONPath.root.member(""), "$['']"),
        (JSONPath.root.member("1st"), "$['1st']"),
        (JSONPath.root.member("_1"), "$._1"),
        (JSONPath.root.member("größe"), "$.größe"),
        (JSONPath.root.member("a.b"), "$['a.b']"),
        (JSONPath.root.member("it's"), #"$['it\'s']"#),
        (JSONPath.root.member(#"a\b"c"#), #"$['a\\b"c']"#),
        (JSONPath.root.member("\u{8}\t\n\u{C}\r\u{1}"), #"$['\b\t\n\f\r\u0001']"#),
        (JSONPath.root.member("\u{9B}31m"), #"$['\u009b31m']"#),
        (JSONPath.root.member("\u{202E}"), #"$['\u202e']"#),
        (JSONPath.root.member("\u{E0001}"), #"$['\udb40\udc01']"#),
        (JSONPath.root.member("\u{1F600}"), "$['\u{1F600}']"),
    ])
    func describesItself(path: JSONPath, description: String) {
        #expect(path.description == description)
    }
}
